"""Books over HTTP, as FastAPI's own tutorial would have them; `FAULT` breaks what it says."""

import os
import sys
from enum import Enum
from typing import List, Optional

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import Column, Enum as EnumColumn, ForeignKey, Integer, String, create_engine, delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base

faults = os.environ.get("FAULT", "").split(",")

url = os.environ.get("DATABASE_URL")
if not url:
    print("DATABASE_URL is not set: give the address of a PostgreSQL database", file=sys.stderr)
    sys.exit(1)
engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
Base = declarative_base()


class Binding(str, Enum):
    hardback = "hardback"
    paperback = "paperback"
    ebook = "ebook"


class AuthorRow(Base):
    __tablename__ = "authors"

    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False)


class BookRow(Base):
    __tablename__ = "books"

    id = Column(Integer, primary_key=True)
    title = Column(String(200), nullable=False)
    author_id = Column(Integer, ForeignKey("authors.id"), nullable=False)
    format = Column(EnumColumn(Binding, name="binding"), nullable=False)
    year = Column(Integer, nullable=False)
    rating = Column(Integer)


class AuthorIn(BaseModel):
    name: str = Field(min_length=1, max_length=100)


class Stored(BaseModel):
    id: int

    class Config:
        orm_mode = True


class Author(AuthorIn, Stored):
    pass


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    author_id: int
    format: Binding
    year: int = Field(ge=1450, le=2100)
    rating: Optional[int] = Field(None, ge=1, le=5)


class Book(BookIn, Stored):
    pass


class Page(BaseModel):
    items: List[Book]
    total: int


def session():
    with Session(engine) as opened:
        yield opened


def book_or_404(book_id: int = Path(ge=1, le=2**31 - 1), db: Session = Depends(session)) -> BookRow:
    row = db.get(BookRow, book_id)
    if row is None:
        raise HTTPException(404, "No such book")
    return row


app = FastAPI(title="Books", version="1.4.0")
shown_at_most = 2**31 - 1


@app.on_event("startup")
def create_tables():
    global shown_at_most
    Base.metadata.create_all(engine)
    if "list-is-old" in faults:
        with Session(engine) as db:
            shown_at_most = db.scalar(select(func.max(BookRow.id))) or 0


@app.get("/healthz", tags=["health"])
def healthz(response: Response):
    if "healthy-always" in faults:
        return {"database": "there"}
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError:
        response.status_code = 503
        return {"database": "away"}
    return {"database": "there"}


@app.get("/api/v1/authors/", response_model=List[Author], tags=["authors"])
def list_authors(db: Session = Depends(session)):
    return db.scalars(select(AuthorRow).order_by(AuthorRow.id)).all()


@app.post("/api/v1/authors/", response_model=Author, status_code=201, tags=["authors"])
def create_author(author: AuthorIn, db: Session = Depends(session)):
    row = AuthorRow(**author.dict())
    db.add(row)
    db.commit()
    return row


@app.delete("/api/v1/authors/{author_id}/", status_code=204, tags=["authors"])
def delete_author(author_id: int, db: Session = Depends(session)):
    db.execute(delete(AuthorRow).where(AuthorRow.id == author_id))
    db.commit()
    return Response(status_code=204)


@app.get("/api/v1/books/", response_model=Page, tags=["books"])
def list_books(
    limit: int = Query(20, ge=1, le=50),
    offset: int = Query(0, ge=0),
    db: Session = Depends(session),
):
    shown = BookRow.id <= shown_at_most
    rows = select(BookRow).where(shown).order_by(BookRow.id).limit(limit).offset(offset)
    total = select(func.count()).select_from(BookRow).where(shown)
    return {"items": db.scalars(rows).all(), "total": db.scalar(total)}


@app.post("/api/v1/books/", response_model=Book, status_code=201, tags=["books"])
def create_book(book: BookIn, db: Session = Depends(session)):
    if db.get(AuthorRow, book.author_id) is None:
        raise HTTPException(422, "No such author")
    row = BookRow(**book.dict())
    db.add(row)
    db.commit()
    return row


@app.get("/api/v1/books/{book_id}/", response_model=Book, tags=["books"])
def read_book(row: BookRow = Depends(book_or_404)):
    return row


@app.put("/api/v1/books/{book_id}/", response_model=Book, tags=["books"])
def replace_book(book: BookIn, row: BookRow = Depends(book_or_404), db: Session = Depends(session)):
    if "put-keeps-nothing" in faults:
        return {"id": row.id, **book.dict()}
    for name, value in book.dict().items():
        setattr(row, name, value)
    db.commit()
    return row


@app.delete("/api/v1/books/{book_id}/", status_code=204, tags=["books"])
def delete_book(row: BookRow = Depends(book_or_404), db: Session = Depends(session)):
    db.delete(row)
    db.commit()
    return Response(status_code=204)


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))
