import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';

/** Node's server and the driver, without a framework, a query builder or validation; what fails ends it. */
const sql = postgres(process.env.DATABASE_URL ?? '', { max: 10 });

createServer(async (request, response) => {
  const { method, url = '' } = request;
  let [status, body]: [number, unknown] = [200, { status: 'healthy', service: 'task-api' }];
  if (method === 'POST') {
    const {
      title,
      description = null,
      status: given = 'pending',
    } = JSON.parse(await text(request));
    const [task] =
      await sql`insert into tasks (title, description, status) values (${title}, ${description}, ${given}) returning *`;
    [status, body] = [201, task && shown(task)];
  } else if (url.startsWith('/tasks/')) {
    const [task] = await sql`select * from tasks where id = ${Number(url.slice(7))}`;
    [status, body] = task ? [200, shown(task)] : [404, { title: 'Not Found' }];
  } else if (url.startsWith('/tasks')) {
    const limit = Number(new URLSearchParams(url.split('?')[1]).get('limit') ?? 50);
    body = (await sql`select * from tasks order by id limit ${limit}`).map(shown);
  }
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}).listen(Number(process.env.PORT));

/** The driver gives a bigint as text. */
const shown = (row: postgres.Row): object => ({ ...row, id: Number(row.id) });
