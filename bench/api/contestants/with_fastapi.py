"""FastAPI with SQLModel and psycopg2, as its guide shows them."""

import os
from datetime import datetime, timezone
from enum import Enum
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlmodel import Field, Session, SQLModel, create_engine, select

engine = create_engine(
    os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg2://", 1),
    # A connection for each of the forty threads that handlers run on.
    pool_size=10,
    max_overflow=30,
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


def get_session():
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]
app = FastAPI()


@app.get("/health")
def health():
    return {"status": "healthy", "service": "task-api"}


@app.get("/tasks")
def list_tasks(session: SessionDep, limit: int = 50) -> list[Task]:
    return session.exec(select(Task).order_by(Task.id).limit(limit)).all()


@app.get("/tasks/{task_id}")
def read_task(task_id: int, session: SessionDep) -> Task:
    task = session.get(Task, task_id)
    if not task:
        raise HTTPException(status_code=404, detail="Not Found")
    return task


@app.post("/tasks", status_code=201)
def create_task(task: TaskCreate, session: SessionDep) -> Task:
    row = Task(title=task.title, description=task.description, status=task.status.value)
    session.add(row)
    session.commit()
    session.refresh(row)
    return row
