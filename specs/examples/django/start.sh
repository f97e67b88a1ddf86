set -e
django-admin migrate --run-syncdb
exec gunicorn --bind "0.0.0.0:${PORT:-8000}" --threads 8 "django.core.wsgi:get_wsgi_application()"
