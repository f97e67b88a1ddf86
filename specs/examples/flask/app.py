"""Parcels over HTTP: Flask and psycopg, UUIDs, every answer in an envelope."""
import os

import psycopg
from flask import Blueprint, Flask, request
from psycopg.rows import dict_row

url = os.environ["DATABASE_URL"]
api = Blueprint("api", __name__, url_prefix="/api/v1")


def query(statement, *values):
    with psycopg.connect(url, row_factory=dict_row) as db:
        return db.execute(statement, values).fetchall()


def one(rows, status=200):
    return ({"data": rows[0]}, status) if rows else ({"error": {"code": "not_found"}}, 404)


def wanted():
    body = request.get_json(silent=True)
    match body:
        case {"recipient": str(recipient), "grams": int(grams)} if recipient and grams > 0:
            return recipient, grams
    return None


@api.get("/parcels")
def index():
    rows = query("select * from parcels order by created_at")
    return {"data": rows, "meta": {"total": len(rows)}}


@api.post("/parcels")
def create():
    if (values := wanted()) is None:
        return {"error": {"code": "invalid"}}, 400
    return one(query("insert into parcels (recipient, grams) values (%s, %s) returning *", *values), 201)


@api.route("/parcels/<uuid:key>", methods=["GET", "PUT", "DELETE"])
def parcel(key):
    if request.method == "GET":
        return one(query("select * from parcels where id = %s", key))
    if request.method == "DELETE":
        return one(query("delete from parcels where id = %s returning *", key))
    if (values := wanted()) is None:
        return {"error": {"code": "invalid"}}, 400
    return one(query("update parcels set recipient = %s, grams = %s where id = %s returning *", *values, key))


with psycopg.connect(url) as start:
    start.execute("""create table if not exists parcels (id uuid primary key default gen_random_uuid(),
        recipient text not null, grams int not null, created_at timestamptz not null default now())""")
app = Flask(__name__)
app.register_blueprint(api)
app.get("/api/v1/healthz")(lambda: {"data": {"database": len(query("select 1"))}})
