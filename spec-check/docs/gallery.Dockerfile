# The Task API with three faults, for the red report of the site.
FROM task-api:spec-check
COPY . /fat
ENV DATABASE_URL=postgresql://app:hunter2hunter2@db.example.com/app
USER 0
