"""FastAPI with SQLModel and psycopg2, as its guide shows them, but for the session: given as a dependency, it
would keep its connection until a thread is free to close it, and with 256 callers none ever is."""

import os
from datetime import datetime, timezone
from enum import Enum

from fastapi import FastAPI, HTTPException
from sqlmodel import Field, Session, SQLModel, create_engine, select

engine = create_engine(
    os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg2://", 1),
    pool_size=10,
    max_overflow=0,
)


class Status(str, Enum):
    pending = "pending"
    in_progress = "in_progress"
    completed = "completed"


class TaskCreate(SQLModel):
    title: str = Field(min_length=1, max_length=200)
    description: str | None = None
    status: Status = Status.pending


class Task(SQLModel, table=True):
    __tablename__ = "tasks"
    id: int | None = Field(default=None, primary_key=True)
    title: str
    description: str | None = None
    status: str = "pending"
    created_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))


app = FastAPI()


@app.get("/health")
def health():
    return {"status": "healthy", "service": "task-api"}


@app.get("/tasks")
def list_tasks(limit: int = 50) -> list[Task]:
    with Session(engine) as session:
        return session.exec(select(Task).order_by(Task.id).limit(limit)).all()


@app.get("/tasks/{task_id}")
def read_task(task_id: int) -> Task:
    with Session(engine) as session:
        task = session.get(Task, task_id)
    if not task:
        raise HTTPException(status_code=404, detail="Not Found")
    return task


@app.post("/tasks", status_code=201)
def create_task(task: TaskCreate) -> Task:
    with Session(engine) as session:
        row = Task(title=task.title, description=task.description, status=task.status.value)
        session.add(row)
        session.commit()
        session.refresh(row)
        return row
