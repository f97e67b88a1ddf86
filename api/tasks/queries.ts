import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Drizzle } from '../db/database.ts';
import { tasks } from '../db/schema.ts';
import type { ListQuery, NewTask, Task, TaskPatch } from './schema.ts';

/** A page in the order of ids, and whether more follow. */
export async function listTasks(
  db: Drizzle,
  { limit, after, status }: ListQuery,
): Promise<{ readonly page: readonly Task[]; readonly more: boolean }> {
  const rows = await db
    .select()
    .from(tasks)
    .where(
      and(
        after === undefined ? undefined : gt(tasks.id, after),
        status === undefined ? undefined : eq(tasks.status, status),
      ),
    )
    .orderBy(asc(tasks.id))
    .limit(limit + 1);
  return { page: rows.slice(0, limit).map(toTask), more: rows.length > limit };
}

export async function findTask(db: Drizzle, id: number): Promise<Task | undefined> {
  const [row] = await db.select().from(tasks).where(eq(tasks.id, id));
  return row && toTask(row);
}

export async function createTask(db: Drizzle, task: NewTask): Promise<Task> {
  const [row] = await db.insert(tasks).values(task).returning();
  if (row === undefined) throw new Error('Expected the new row, got none.');
  return toTask(row);
}

/** The task as it is now; undefined when there is none, or none that is still as it was seen. */
export async function updateTask(
  db: Drizzle,
  id: number,
  change: NewTask | TaskPatch,
  seen?: Task,
): Promise<Task | undefined> {
  const [row] = await db.update(tasks).set(change).where(stillAs(id, seen)).returning();
  return row && toTask(row);
}

/** The task as it was; undefined when there is none, or none that is still as it was seen. */
export async function deleteTask(db: Drizzle, id: number, seen?: Task): Promise<Task | undefined> {
  const [row] = await db.delete(tasks).where(stillAs(id, seen)).returning();
  return row && toTask(row);
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
