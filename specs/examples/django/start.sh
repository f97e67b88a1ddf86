set -e
django-admin migrate --no-input
exec gunicorn --bind "0.0.0.0:${PORT:-8000}" --workers 2 shop.wsgi
