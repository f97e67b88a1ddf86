import { asc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import express from 'express';
import * as z from 'zod';
import { tasks } from '../../../api/db/schema.ts';

/** Express and Drizzle as their guides show them. */
const db = drizzle(process.env.DATABASE_URL ?? '');
const newTask = z.object({
  title: z.string().min(1).max(200),
  description: z.string().nullable().default(null),
  status: z.enum(['pending', 'in_progress', 'completed']).default('pending'),
});

const app = express();
app.use(express.json());

app.get('/health', (_request, response) => {
  response.json({ status: 'healthy', service: 'task-api' });
});

app.get('/tasks', async (request, response) => {
  const limit = Number(request.query.limit ?? 50);
  response.json(await db.select().from(tasks).orderBy(asc(tasks.id)).limit(limit));
});

app.get('/tasks/:id', async (request, response) => {
  const [task] = await db
    .select()
    .from(tasks)
    .where(eq(tasks.id, Number(request.params.id)));
  if (task === undefined) response.status(404).json({ title: 'Not Found' });
  else response.json(task);
});

app.post('/tasks', async (request, response) => {
  const [task] = await db.insert(tasks).values(newTask.parse(request.body)).returning();
  response.status(201).json(task);
});

app.listen(Number(process.env.PORT));
