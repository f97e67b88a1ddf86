import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Report } from '../model/report.ts';

/** A service that keeps its items in an SQLite file: no database is started, and what a volume keeps is measured. */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
let folder: string;

const server = `import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
const db = new DatabaseSync('/data/notes.db');
db.exec('create table if not exists notes (id integer primary key autoincrement, text text not null)');
const answer = (method, id, body) => {
  const row = id && db.prepare('select * from notes where id = ?').get(Number(id));
  if (!id && method === 'GET') return [200, db.prepare('select * from notes order by id').all()];
  if (!id && method === 'POST') return [201, db.prepare('insert into notes (text) values (?) returning *').get(body.text)];
  if (!row) return [404, {}];
  if (method === 'GET') return [200, row];
  if (method === 'PUT') return [200, db.prepare('update notes set text = ? where id = ? returning *').get(body.text, row.id)];
  if (method === 'DELETE') return [200, db.prepare('delete from notes where id = ? returning *').get(row.id)];
  return [405, {}];
};
const app = createServer(async (request, response) => {
  const [, collection, id] = request.url.split('/');
  const body = await text(request);
  const [status, said] = collection === 'health' ? [200, {}]
    : collection === 'notes' ? answer(request.method, id, body && JSON.parse(body)) : [404, {}];
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
}).listen(8000);
process.on('SIGTERM', () => app.close(() => process.exit(0)));
`;

const dockerfile = `ARG NODE_IMAGE=node:24-bookworm-slim
FROM \${NODE_IMAGE}
WORKDIR /data
COPY server.mjs /app/
EXPOSE 8000
CMD ["node", "/app/server.mjs"]
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-sqlite-'));
  await writeFile(path.join(folder, 'server.mjs'), server);
  await writeFile(path.join(folder, 'Dockerfile'), dockerfile);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(front: string): Promise<Report> {
  await writeFile(
    path.join(folder, 'containerization-spec.md'),
    `---\nimage: notes\ndatabase: none\nresource: /notes\nbody: { text: Hello }\n${front}---\n
# Notes\n\n## Success Criteria\n
- CRUD works inside the container
- Data survives a container restart
- Data survives container recreation
- No secrets in the image
- Notes are stored in PostgreSQL\n`,
  );
  const run = ['check', '--format', 'json', '--verbose'];
  const { stdout, stderr } = await execa(process.execPath, [cli, ...run], {
    cwd: folder,
    reject: false,
  });
  expect(stderr).not.toMatch(/PostgreSQL server|acquired database/);
  return JSON.parse(stdout);
}

const statuses = ({ items }: Report) =>
  items.map(({ text, status, evidence }) =>
    status === 'PASS' ? [text, status] : [text, status, evidence.replace(/: .*/s, '')],
  );

it('passes what HTTP and a named volume show, and says that there is no database', async () => {
  expect(statuses(await check('volumes: [data:/data]\n'))).toEqual([
    ['CRUD works inside the container', 'PASS'],
    ['Data survives a container restart', 'PASS'],
    ['Data survives container recreation', 'PASS'],
    ['No secrets in the image', 'PASS'],
    [
      'Notes are stored in PostgreSQL',
      'AMBIGUOUS',
      'The project says that it has no database (database',
    ],
  ]);
}, 200_000);

it.each(['', 'volumes: [/data]\n', 'volumes: [other:/other]\n'])(
  'loses with a container what is in no named volume: %j',
  async (front) => {
    expect(statuses(await check(front))[2]).toEqual([
      'Data survives container recreation',
      'FAIL',
      'Items are changed, doubled or gone after a new container',
    ]);
  },
  200_000,
);
