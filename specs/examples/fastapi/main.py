"""Recipes over HTTP: FastAPI, and SQLAlchemy (by SQLModel) with asyncpg."""
import os
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel, select

engine = create_async_engine(os.environ["DATABASE_URL"], pool_pre_ping=True)
sessions = async_sessionmaker(engine, expire_on_commit=False)

class RecipeIn(SQLModel):
    name: str = Field(min_length=1, max_length=80)
    servings: int = Field(ge=1, le=100)

class Recipe(RecipeIn, table=True):
    id: int | None = Field(default=None, primary_key=True)

@asynccontextmanager
async def lifespan(_):
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield

async def session():
    async with sessions() as opened:
        yield opened

async def recipe(recipe_id: int, db=Depends(session)) -> Recipe:
    if found := await db.get(Recipe, recipe_id):
        return found
    raise HTTPException(404, "No such recipe")

app = FastAPI(title="Recipes", lifespan=lifespan)

@app.get("/health")
async def health():
    return {"status": "ok"}

@app.get("/recipes/", response_model=list[Recipe])
async def list_recipes(db=Depends(session)):
    return (await db.scalars(select(Recipe).order_by(Recipe.id))).all()

@app.post("/recipes/", status_code=201, response_model=Recipe)
async def create_recipe(body: RecipeIn, db=Depends(session)):
    db.add(row := Recipe(**body.model_dump()))
    await db.commit()
    return row

@app.get("/recipes/{recipe_id}", response_model=Recipe)
async def read_recipe(row: Recipe = Depends(recipe)):
    return row

@app.patch("/recipes/{recipe_id}", response_model=Recipe)
async def update_recipe(body: RecipeIn, row: Recipe = Depends(recipe), db=Depends(session)):
    row.sqlmodel_update(body.model_dump())
    await db.commit()
    return row

@app.delete("/recipes/{recipe_id}", status_code=204)
async def delete_recipe(row: Recipe = Depends(recipe), db=Depends(session)):
    await db.delete(row)
    await db.commit()
