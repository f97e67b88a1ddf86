import type { Express, Request, RequestHandler, Response } from 'express';
import type { Database, Drizzle } from '../db/database.ts';
import { allow } from '../http/allow.ts';
import {
  acceptsJson,
  contentLength,
  longest,
  readJson,
  sendJson,
  sendList,
  validate,
} from '../http/content.ts';
import { type AppState, migrated } from '../http/health.ts';
import { copies, openMemory, roomOfThisProcess } from '../http/memory.ts';
import { Problem } from '../http/problem.ts';
import { createOnce, readIdempotencyKey } from './idempotency.ts';
import { etagOf, permits } from './preconditions.ts';
import { deleteTask, updateTask } from './queries.ts';
import { taskCreator, taskReads } from './reads.ts';
import type { ListQuery, Task } from './schema.ts';
import { listQuerySchema, newTaskSchema, readId, taskPatchSchema } from './schema.ts';

export function addTaskRoutes(app: Express, database: Database, state: AppState): void {
  const ready = migrated(state);
  const reads = taskReads(database);
  const create = taskCreator(database);
  // Separate, so that a request for one task never waits behind large pages.
  const forPages = openMemory(roomOfThisProcess() * 0.75);
  const forTasks = openMemory(roomOfThisProcess() * 0.25);
  // For content while it arrives; a request that finds no room is refused at once.
  const forContent = openMemory(roomOfThisProcess() * 0.5, 0);
  /** Holds memory for one task, and for the content that makes or changes it. */
  const room: RequestHandler = async (request, response, next) => {
    const length = request.headers['transfer-encoding'] ? longest : contentLength(request);
    const content = Math.min(length, longest);
    await forContent.hold(response, content);
    await forTasks.hold(response, largestTask + copies * content);
    next();
  };

  app
    .route('/tasks')
    .all(ready)
    .get(acceptsJson, async (request, response) => {
      const query = validate(listQuerySchema, request.query);
      const resize = await forPages.hold(response, (query.limit + 1) * largestTask);
      const { tasks, more } = await reads.page(query);
      const last = tasks.at(-1);
      if (more && last !== undefined) response.links({ next: nextPage(query, last) });
      resize(sendList(response, tasks));
    })
    .post(acceptsJson, room, async (request, response) => {
      const task = validate(newTaskSchema, await readJson(request, response));
      const key = readIdempotencyKey(request.headers['idempotency-key']);
      const created = await (key === undefined ? create(task) : createOnce(database, task, key));
      response.status(201).location(`/tasks/${created.id}`);
      sendTask(response, created);
    })
    .all(allow('GET, HEAD, POST, OPTIONS'));

  app
    .route('/tasks/:id')
    .all(ready, room)
    .get(acceptsJson, async (request, response) => {
      sendTask(response, found(await reads.task(idOf(request))));
    })
    .put(acceptsJson, update(newTaskSchema))
    .patch(acceptsJson, update(taskPatchSchema))
    .delete(async (request, response) => {
      const id = idOf(request);
      await change(request, id, (db, seen) => deleteTask(db, id, seen));
      response.status(204).end();
    })
    .all(allow('GET, HEAD, PUT, PATCH, DELETE, OPTIONS'));

  function update(schema: typeof newTaskSchema | typeof taskPatchSchema): RequestHandler {
    return async (request, response) => {
      const id = idOf(request);
      const values = validate(schema, await readJson(request, response));
      sendTask(response, await change(request, id, (db, seen) => updateTask(db, id, values, seen)));
    };
  }

  /** With a precondition, the change is made only to the state that was judged: nobody comes between. */
  async function change(
    request: Request,
    id: number,
    query: (db: Drizzle, seen?: Task) => Promise<Task | undefined>,
  ): Promise<Task> {
    // `*` asks only that the task exists.
    const { 'if-match': ifMatch = '*', 'if-none-match': ifNoneMatch } = request.headers;
    if (ifMatch.trim() === '*' && ifNoneMatch === undefined)
      return found(await database.write((db) => query(db), id));
    for (;;) {
      const seen = found(await reads.task(id));
      if (!permits({ ifMatch, ifNoneMatch }, etagOf(JSON.stringify(seen))))
        throw new Problem(412, 'The task is not in the state that the request names.');
      const changed = await database.write((db) => query(db, seen), id);
      // Else somebody was quicker: look again.
      if (changed !== undefined) return changed;
    }
  }
}

/** Bytes of a task while it is answered: 10,000 characters of 4 bytes. */
const largestTask = copies * 40_000;

function sendTask(response: Response, task: Task): void {
  const text = JSON.stringify(task);
  response.setHeader('etag', etagOf(text));
  sendJson(response, text);
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

const nextPage = ({ limit, status }: ListQuery, { id }: Task): string =>
  `/tasks?limit=${limit}&after=${id}${status === undefined ? '' : `&status=${status}`}`;
