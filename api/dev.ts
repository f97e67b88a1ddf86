import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedPostgres, PostgresError, startPostgres } from '../setup/postgres.ts';

/**
 * `npm run dev`: the API without any configuration, on an embedded PostgreSQL whose data stays in
 * `.data/`. A change of the code restarts the API; the database goes on meanwhile. With DATABASE_URL
 * set, that database is used instead.
 */
try {
  process.loadEnvFile('.env');
} catch {
  // There need not be one.
}
const named = process.env.DATABASE_URL || process.env.DATABASE_URL_FILE;
const database = named ? undefined : await embeddedDatabase();

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const api = spawn(process.execPath, ['--watch', '--watch-preserve-output', main], {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(database === undefined ? {} : { DATABASE_URL: database.url('tasks') }),
  },
});
process.stderr.write(`API:      http://localhost:${process.env.PORT || 8000}/docs\n`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A terminal's Ctrl-C has reached it already.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) api.kill('SIGTERM');
  });
}
api.once('exit', async (code) => {
  await database?.stop();
  process.exit(code ?? 0);
});

async function embeddedDatabase(): Promise<EmbeddedPostgres> {
  const folder = path.resolve('.data/postgres');
  const log = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const server = await startPostgres({ folder, keep: true, listen: ['127.0.0.1'], log });
    await server.createDatabase('tasks');
    log(`Database: embedded PostgreSQL ${server.version} on port ${server.port}, kept in .data/`);
    return server;
  } catch (error) {
    if (!(error instanceof PostgresError)) throw error;
    log(`${error.message}\n  ${error.hint}`);
    process.exit(1);
  }
}
