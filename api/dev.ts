import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DevPostgres, startDevPostgres } from './dev-postgres.ts';

// `npm run dev`: the API on an embedded PostgreSQL whose data stays in `.data/`, or on DATABASE_URL; a change of the code restarts it.
const named = process.env.DATABASE_URL || process.env.DATABASE_URL_FILE;
const database = named ? undefined : await embeddedDatabase();

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const api = spawn(process.execPath, ['--watch', '--watch-preserve-output', main], {
  stdio: 'inherit',
  env: { ...process.env, ...(database && { DATABASE_URL: database.url('tasks') }) },
});
process.stderr.write(`API:      http://localhost:${process.env.PORT || 8000}/docs\n`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // A terminal's Ctrl-C has reached it already.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) api.kill('SIGTERM');
  });
api.once('exit', async (code) => {
  await database?.stop();
  process.exit(code ?? 0);
});

async function embeddedDatabase(): Promise<DevPostgres> {
  try {
    const server = await startDevPostgres(path.resolve('.data/postgres'), true);
    await server.createDatabase('tasks');
    process.stderr.write(`Database: embedded PostgreSQL on port ${server.port}, kept in .data/\n`);
    return server;
  } catch (error) {
    process.stderr.write(`${error}\n  Or set DATABASE_URL to a PostgreSQL of your own.\n`);
    process.exit(1);
  }
}
