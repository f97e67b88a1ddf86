import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';

/** Node's server and the driver, without a framework, a query builder or validation. */
const sql = postgres(process.env.DATABASE_URL ?? '', { max: 10 });

createServer(async (request, response) => {
  const { method, url = '' } = request;
  try {
    if (url === '/health') {
      send(response, 200, { status: 'healthy', service: 'task-api' });
    } else if (method === 'GET' && url.startsWith('/tasks/')) {
      const [task] = await sql`select * from tasks where id = ${Number(url.slice(7))}`;
      if (task === undefined) send(response, 404, { title: 'Not Found' });
      else send(response, 200, shown(task));
    } else if (method === 'GET' && url.startsWith('/tasks')) {
      const limit = Number(new URLSearchParams(url.split('?')[1]).get('limit') ?? 50);
      const page = await sql`select * from tasks order by id limit ${limit}`;
      send(response, 200, page.map(shown));
    } else if (method === 'POST' && url === '/tasks') {
      const { title, description = null, status = 'pending' } = JSON.parse(await text(request));
      const [task] =
        await sql`insert into tasks (title, description, status) values (${title}, ${description}, ${status}) returning *`;
      send(response, 201, shown(task ?? {}));
    } else {
      send(response, 404, { title: 'Not Found' });
    }
  } catch {
    send(response, 500, { title: 'Internal Server Error' });
  }
}).listen(Number(process.env.PORT));

/** The driver gives a bigint as text. */
const shown = (row: postgres.Row): object => ({ ...row, id: Number(row.id) });

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
