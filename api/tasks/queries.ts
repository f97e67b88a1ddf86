import { and, eq, gt, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Drizzle } from '../db/database.ts';
import { creations, tasks } from '../db/schema.ts';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import type { ListQuery, NewTask, Task, TaskPatch } from './schema.ts';

export type Page = Awaited<ReturnType<typeof listTasks>>;

/** A page in the order of ids, and whether more follow. */
export async function listTasks(db: Drizzle, { limit, after, status }: ListQuery) {
  const list = status === undefined ? statementsOf(db).list : statementsOf(db).listOfStatus;
  const rows = whole(await list.execute({ limit: limit + 1, after: after ?? 0, status }));
  return { tasks: rows.slice(0, limit).map(toTask), more: rows.length > limit };
}

/** The tasks with these ids that exist, in no order. */
export async function findTasks(db: Drizzle, ids: readonly number[]): Promise<readonly Task[]> {
  // As text in PostgreSQL's own form: for a list the driver would first ask the server for its type.
  return whole(await statementsOf(db).find.execute({ ids: `{${ids.join()}}` })).map(toTask);
}

/** The new tasks, in the order of those given: all of them, or none. */
export async function createTasks(db: Drizzle, given: readonly NewTask[]) {
  const rows = await db.execute<CreationRow & { title: string }>(sql`
    insert into ${tasks} (title, description, status)
    select title, description, status
    from json_to_recordset(${JSON.stringify(given)}::text::json)
      as given (title text, description text, status text)
    returning id, title, created_at`);
  return whole(rows).map((row, at) => {
    const task = given[at];
    if (row.title !== task?.title) throw new Error('Expected the new rows in the order given.');
    return created(row, task);
  });
}

/** What was created by a request with an Idempotency-Key; `request`: a hash of what was asked for. */
type Creation = Readonly<Record<'key' | 'request', string>>;

/** The new task; undefined when the key is known, or another request with it is being carried out. */
export async function createTaskOnce(db: Drizzle, task: NewTask, { key, request }: Creation) {
  const { title, description, status } = task;
  // In one statement, and so in one transaction. Each one clears away some of those that are over a day old.
  const rows = await db.execute<CreationRow>(sql`
    with expired as (
      delete from ${creations} where key in (
        select key from ${creations} where created_at < now() - interval '1 day'
        order by created_at limit 10 for update skip locked
      )
    ), task as (
      insert into ${tasks} (title, description, status)
      select ${title}::text, ${description}::text, ${status}::text
      where pg_try_advisory_xact_lock(hashtextextended(${key}::text, 0))
        and not exists (select from ${creations} where key = ${key})
      returning id, created_at
    ), creation as (
      insert into ${creations} (key, request, task_id, created_at)
      select ${key}::text, ${request}::text, id, created_at from task
    )
    select id, created_at from task`);
  const [row] = whole(rows);
  return row && created(row, task);
}

/** What was created with this key; undefined when the key is new. */
export async function findCreation(db: Drizzle, task: NewTask, key: string) {
  const rows = await db.execute<CreationRow & { request: string }>(
    sql`select task_id as id, created_at, request from ${creations} where key = ${key}`,
  );
  const [row] = whole(rows);
  return row && { request: row.request, task: created(row, task) };
}

type CreationRow = { id: string; created_at: string };

/** A task as it was when it was new, made of its row and the request. */
function created({ id, created_at }: CreationRow, task: NewTask): Task {
  return { id: Number(id), ...task, created_at: new Date(created_at).toISOString() };
}

/** The task as it is now; undefined when there is none, or none that is still as it was seen. */
export async function updateTask(db: Drizzle, id: number, task: NewTask | TaskPatch, seen?: Task) {
  const [row] = whole(await db.update(tasks).set(task).where(stillAs(id, seen)).returning());
  return row && toTask(row);
}

/** The task as it was; undefined when there is none, or none that is still as it was seen. */
export async function deleteTask(db: Drizzle, id: number, seen?: Task): Promise<Task | undefined> {
  const [row] = whole(await db.delete(tasks).where(stillAs(id, seen)).returning());
  return row && toTask(row);
}

/** Refuses rows with a hole, which a driver may give after a query that was cut. */
export function whole<T>(rows: readonly T[]): readonly T[] {
  if (rows.includes(undefined as T)) throw new DatabaseUnavailable('INCOMPLETE');
  return rows;
}

/** PostgreSQL judges this once more when it has waited for another change of the row. */
function stillAs(id: number, seen: Task | undefined): SQL | undefined {
  const row = eq(tasks.id, id);
  if (seen === undefined) return row;
  return and(
    row,
    eq(tasks.title, seen.title),
    sql`${tasks.description} is not distinct from ${seen.description}`,
    eq(tasks.status, seen.status),
  );
}

function toTask({ created_at, ...row }: typeof tasks.$inferSelect): Task {
  return { ...row, created_at: created_at.toISOString() };
}

const made = new WeakMap<Drizzle, ReturnType<typeof prepare>>();

/** Built once for each pool: to build one takes longer than to run it. */
function statementsOf(db: Drizzle): ReturnType<typeof prepare> {
  const statements = made.get(db) ?? prepare(db);
  made.set(db, statements);
  return statements;
}

function prepare(db: Drizzle) {
  const { placeholder } = sql;
  const { id, status } = tasks;
  const page = (where: SQL, ...order: PgColumn[]) =>
    db
      .select()
      .from(tasks)
      .where(where)
      .orderBy(...order)
      .limit(placeholder('limit'));
  const bound = (id: SQL | Placeholder) => sql`(${placeholder('status')}, ${id})`;
  return {
    find: db
      .select()
      .from(tasks)
      .where(sql`${tasks.id} = any(${placeholder('ids')}::bigint[])`)
      .prepare('find_tasks'),
    list: page(gt(id, placeholder('after')), id).prepare('list_tasks'),
    // As a range of the index on both: with a mere `status =`, PostgreSQL may walk the primary key
    // instead, through a million tasks of other statuses.
    listOfStatus: page(
      sql`(${status}, ${id}) > ${bound(placeholder('after'))} and (${status}, ${id}) <= ${bound(sql`9223372036854775807`)}`,
      status,
      id,
    ).prepare('list_tasks_of_status'),
  };
}
