import { asc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import Fastify from 'fastify';
import postgres from 'postgres';
import { tasks } from '../../../api/db/schema.ts';

/** Fastify with its compiled schemas, Drizzle with prepared statements: what who knows both would write. */
const db = drizzle(postgres(process.env.DATABASE_URL ?? '', { max: 10 }));
const findTask = db
  .select()
  .from(tasks)
  .where(eq(tasks.id, sql.placeholder('id')))
  .prepare('find_task');
const listTasks = db
  .select()
  .from(tasks)
  .orderBy(asc(tasks.id))
  .limit(sql.placeholder('limit'))
  .prepare('list_tasks');
const createTask = db
  .insert(tasks)
  .values({
    title: sql.placeholder('title'),
    description: sql.placeholder('description'),
    status: sql.placeholder('status'),
  })
  .returning()
  .prepare('create_task');

const nullableText = { type: ['string', 'null'] };
const status = { type: 'string', enum: ['pending', 'in_progress', 'completed'] };
const task = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    title: { type: 'string' },
    description: nullableText,
    status,
    created_at: { type: 'string', format: 'date-time' },
  },
};
const newTask = {
  type: 'object',
  required: ['title'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 200 },
    description: { ...nullableText, default: null },
    status: { ...status, default: 'pending' },
  },
};

const app = Fastify();

app.get('/health', () => ({ status: 'healthy', service: 'task-api' }));

app.get<{ Querystring: { limit: number } }>(
  '/tasks',
  {
    schema: {
      querystring: { type: 'object', properties: { limit: { type: 'integer', default: 50 } } },
      response: { 200: { type: 'array', items: task } },
    },
  },
  ({ query }) => listTasks.execute({ limit: query.limit }),
);

app.get<{ Params: { id: number } }>(
  '/tasks/:id',
  {
    schema: {
      params: { type: 'object', properties: { id: { type: 'integer' } } },
      response: { 200: task },
    },
  },
  async ({ params }, reply) => {
    const [found] = await findTask.execute({ id: params.id });
    return found ?? reply.code(404).send({ title: 'Not Found' });
  },
);

app.post<{ Body: { title: string; description: string | null; status: string } }>(
  '/tasks',
  { schema: { body: newTask, response: { 201: task } } },
  async ({ body }, reply) => {
    const [created] = await createTask.execute(body);
    return reply.code(201).send(created);
  },
);

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
