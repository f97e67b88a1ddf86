import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const statuses = ['pending', 'in_progress', 'completed'] as const;

export const tasks = pgTable(
  'tasks',
  {
    // An int4 would overflow into a database error for ids that a client may well send.
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    title: text().notNull(),
    description: text(),
    status: text({ enum: statuses }).notNull().default('pending'),
    created_at: timestamp({ precision: 3, withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('tasks_status_check', sql`${table.status} in ('pending', 'in_progress', 'completed')`),
    index('tasks_status_id_index').on(table.status, table.id),
  ],
);

/** Tasks that were created by a request with an Idempotency-Key: kept for a day, whatever becomes of the task. */
export const creations = pgTable(
  'creations',
  {
    key: text().primaryKey(),
    /** A hash of what was asked for. */
    request: text().notNull(),
    task_id: bigint({ mode: 'number' }).notNull(),
    /** The same time as that of the task. */
    created_at: timestamp({ precision: 3, withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('creations_created_at_index').on(table.created_at)],
);
