import { hash } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { originOf, sqlState } from '../db/unavailable.ts';
import { Problem } from '../http/problem.ts';
import { createTaskOnce, findCreation } from './queries.ts';
import type { NewTask, Task } from './schema.ts';

/** The value of Idempotency-Key, quoted or not; undefined without one; 400 for what is no key. */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, quoted, plain] =
    /^(?:"([ !#-[\]-~]{1,255})"|([!#-+\--:<-[\]-~]{1,255}))$/.exec(String(header)) ?? [];
  const key = quoted ?? plain;
  if (key === undefined)
    throw new Problem(400, 'Idempotency-Key takes one string of 1 to 255 ASCII characters.');
  return key;
}

/** Creates the task unless a request with this key did; then the task as it was when it was new. */
export async function createOnce(database: Database, task: NewTask, key: string): Promise<Task> {
  const request = hash('sha256', JSON.stringify(task), 'base64url');
  const created = await database
    .write((db) => createTaskOnce(db, task, { key, request }))
    .catch((error: unknown) => {
      // Another one with this key was made while the statement ran.
      if (originOf(error).code === sqlState.uniqueViolation) return undefined;
      throw error;
    });
  if (created !== undefined) return created;
  const known = await database.read((db) => findCreation(db, task, key));
  if (known === undefined)
    throw new Problem(409, 'Another request with this Idempotency-Key is being carried out.', {
      headers: { 'retry-after': '1' },
    });
  if (known.request !== request)
    throw new Problem(422, 'This Idempotency-Key was sent with another task before.');
  return known.task;
}
