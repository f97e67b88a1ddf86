import { spawn } from 'node:child_process';
import path from 'node:path';
import { startPostgres } from '../setup/postgres.ts';

/**
 * `npm run dev`: the API with no configuration, on an embedded PostgreSQL whose data stays in `.data/`.
 * Restarts the API on every change of its code; the database goes on meanwhile.
 */
const env: NodeJS.ProcessEnv = { ...process.env };
const database = env.DATABASE_URL ? undefined : await embedded();
if (database !== undefined) env.DATABASE_URL = database.url('tasks');
process.stderr.write(`API:      http://localhost:${env.PORT || 8000}  (OpenAPI: /openapi.json)\n`);

const api = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', '--disable-warning=ExperimentalWarning', 'api/main.ts'],
  {
    stdio: 'inherit',
    env,
  },
);
const pass = () => {
  api.kill('SIGTERM');
};
process.on('SIGINT', pass);
process.on('SIGTERM', pass);
api.once('exit', async (code) => {
  await database?.stop();
  process.exit(code ?? 0);
});

async function embedded() {
  const folder = path.resolve('.data/postgres');
  try {
    const server = await startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    await server.createDatabase('tasks');
    process.stderr.write(
      `Database: embedded PostgreSQL ${server.version} on port ${server.port}, data in .data/\n`,
    );
    return server;
  } catch (error) {
    if (!(error instanceof Error && 'hint' in error)) throw error;
    process.stderr.write(`${error.message}\n  ${error.hint}\n`);
    process.exit(1);
  }
}
