import { type Request, type Response, Router } from 'express';
import { allow } from '../allow.ts';
import { acceptsJson, readJson, validate } from '../content.ts';
import type { Database, Drizzle } from '../db/database.ts';
import { Problem } from '../problem.ts';
import { etagOf, permits } from './preconditions.ts';
import { createTask, deleteTask, findTask, listTasks, lockTask, updateTask } from './queries.ts';
import {
  type ListQuery,
  listQuerySchema,
  newTaskSchema,
  readId,
  type Task,
  taskPatchSchema,
} from './schema.ts';

/** `/tasks` and `/tasks/{id}`. */
export function taskRoutes(database: Database): Router {
  const router = Router();

  router
    .route('/')
    .get(acceptsJson, async (request, response) => {
      const query = validate(listQuerySchema, request.query);
      const { page, more } = await database.read((db) => listTasks(db, query));
      const last = page.at(-1);
      if (more && last !== undefined) response.links({ next: nextPage(request, query, last) });
      response.json(page);
    })
    .post(acceptsJson, readJson, async (request, response) => {
      const task = validate(newTaskSchema, request.body);
      const created = await database.write((db) => createTask(db, task));
      response.status(201).location(`${request.baseUrl}/${created.id}`);
      sendTask(response, created);
    })
    .all(allow('GET, HEAD, POST, OPTIONS'));

  router
    .route('/:id')
    .get(acceptsJson, async (request, response) => {
      const id = idOf(request);
      const task = await database.read((db) => findTask(db, id));
      // 304 comes of itself, when If-None-Match names the ETag.
      sendTask(response, found(task));
    })
    .put(acceptsJson, readJson, async (request, response) => {
      const id = idOf(request);
      const task = validate(newTaskSchema, request.body);
      sendTask(response, await change(request, id, (db) => updateTask(db, id, task)));
    })
    .patch(acceptsJson, readJson, async (request, response) => {
      const id = idOf(request);
      const patch = validate(taskPatchSchema, request.body);
      sendTask(response, await change(request, id, (db) => updateTask(db, id, patch)));
    })
    .delete(async (request, response) => {
      const id = idOf(request);
      await change(request, id, (db) => deleteTask(db, id));
      response.status(204).end();
    })
    .all(allow('GET, HEAD, PUT, PATCH, DELETE, OPTIONS'));

  /** With a precondition the row is looked at and changed in one transaction: nobody comes between. */
  async function change(
    request: Request,
    id: number,
    query: (db: Drizzle) => Promise<Task | undefined>,
  ): Promise<Task> {
    const conditions = {
      ifMatch: request.get('if-match'),
      ifNoneMatch: request.get('if-none-match'),
    };
    if (conditions.ifMatch === undefined && conditions.ifNoneMatch === undefined) {
      return found(await database.write(query));
    }
    return database.transaction(async (db) => {
      const current = found(await lockTask(db, id));
      if (!permits(conditions, etagOf(current))) {
        throw new Problem(
          412,
          'The ETag of the task is not as the request wants it: it has changed.',
        );
      }
      return found(await query(db));
    });
  }

  return router;
}

function sendTask(response: Response, task: Task): void {
  response.set('etag', etagOf(task)).json(task);
}

function idOf(request: Request): number {
  const id = readId(String(request.params.id));
  if (id === null) throw new Problem(400, 'The id of a task is a positive whole number.');
  return found(id);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Problem(404, 'There is no such task.');
  return value;
}

function nextPage({ baseUrl }: Request, { limit, status }: ListQuery, last: Task): string {
  const query = { limit, after: last.id, ...(status === undefined ? {} : { status }) };
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return `${baseUrl}?${parameters.join('&')}`;
}
