import DataLoader from 'dataloader';
import type { Database } from '../db/database.ts';
import { createTasks, findTasks, listTasks, type Page } from './queries.ts';
import type { ListQuery, NewTask, Task } from './schema.ts';

/** Reads that arrive together share one query and its answer; nothing is kept afterwards. */
export function taskReads(database: Database) {
  const tasks = new DataLoader<number, Task | undefined>(async (ids) => {
    tasks.clearAll();
    const found = await database.read((db) => findTasks(db, ids));
    const byId = new Map(found.map((task) => [task.id, task]));
    return ids.map((id) => byId.get(id));
  }, together);

  const pages = new DataLoader<ListQuery, Page, string>(
    (queries) => {
      pages.clearAll();
      const read = (query: ListQuery) => database.read((db) => listTasks(db, query));
      return Promise.all(queries.map((query) => read(query).catch((error: Error) => error)));
    },
    { ...together, cacheKeyFn: JSON.stringify },
  );

  return { task: (id: number) => tasks.load(id), page: (query: ListQuery) => pages.load(query) };
}

/** Creates tasks; those that arrive together are one statement, and share what becomes of it. */
export function taskCreator(database: Database): (task: NewTask) => Promise<Task> {
  const creations = new DataLoader<NewTask, Task>(
    (tasks) => database.write((db) => createTasks(db, tasks)),
    { ...together, cache: false, maxBatchSize: 20 },
  );
  return (task) => creations.load(task);
}

/** A batch is what one turn of the event loop has read from the sockets. */
const together = { maxBatchSize: 100, batchScheduleFn: setImmediate };
