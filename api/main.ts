// First: while the rest loads, a container's first process would ignore SIGTERM.
import './signals.ts';
import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { type Database, openDatabase } from './db/database.ts';
import { awaitMigrations, migrate } from './db/migrate.ts';
import { DatabaseUnavailable } from './db/unavailable.ts';
import { createApp } from './http/app.ts';
import type { AppState } from './http/health.ts';
import { listen } from './http/server.ts';
import { type Log, openLog } from './log.ts';
import { openLogOutput } from './log-output.ts';
import { readSettings, type Settings } from './settings.ts';
import { stopSignal } from './signals.ts';
import { version } from './version.ts';

void main();

async function main(): Promise<void> {
  const settings = settingsOrExit();
  const output = process.stdout.isTTY ? undefined : openLogOutput();
  const log = openLog(settings.LOG_LEVEL, output);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected');
    process.exit(1);
  });
  const state: AppState = { migrated: false, draining: false };
  const database = openDatabase(settings.DATABASE_URL, settings.POOL_SIZE);
  if (process.argv[2] === 'migrate') return migrateAndExit(database, state, log);
  const app = createApp({ database, state, log, seams: settings });
  const drain = await listenOrExit(app, ['PORT', settings.PORT], log);
  const { METRICS_PORT } = settings;
  if (METRICS_PORT !== undefined) await listenOrExit(app, ['METRICS_PORT', METRICS_PORT], log);
  // 114 MB after a load, and 156 without it; 25 gives 106 MB, and a tenth fewer requests a second at 256 connections.
  // V8 would take lists of listeners for what lasts, and keep with them all that belongs to a request: a third of the time.
  // Here, as flags in CMD make the start 18 ms longer.
  setFlagsFromString('--heap-growing-percent=100 --no-allocation-site-pretenuring');
  log.info({ port: settings.PORT, ...version(process.env), node: process.version }, 'listening');
  if (settings.DATABASE_URL.ignored.length > 0)
    log.warn({ parameters: settings.DATABASE_URL.ignored }, 'DATABASE_URL: parameters ignored');
  void prepare(database, state, log, settings.MIGRATE === 'true' ? migrate : awaitMigrations);

  const signal = await stopSignal;
  state.draining = true;
  log.info({ signal }, 'stopping: requests in flight finish');
  const complete = await drain(settings.SHUTDOWN_TIMEOUT * 1000);
  await database.close();
  if (complete) log.info('stopped');
  else log.error('stopped with requests unanswered: SHUTDOWN_TIMEOUT is over');
  await output?.close(200);
  // Without it, sockets of the driver may hold the process for seconds.
  process.exit(complete ? 0 : 1);
}

function settingsOrExit(): Settings {
  try {
    process.loadEnvFile('.env');
  } catch {
    // There need not be one; what it would have set is missed below.
  }
  const result = readSettings(process.env);
  if (result.ok) return result.settings;
  return exit(result.problems.join('\n'));
}

async function listenOrExit(app: RequestListener, [name, port]: [string, number], log: Log) {
  try {
    return await listen(app, port, log);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is in use already' : `cannot be used (${code})`;
    return exit(`${name} ${port} ${why}. Example: ${name}=${port + 1}`);
  }
}

function exit(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The command `migrate`: brings the schema up to date, as a role that may, and ends. */
async function migrateAndExit(database: Database, state: AppState, log: Log): Promise<never> {
  void stopSignal.then(() => process.exit(1));
  await prepare(database, state, log, migrate);
  await database.close();
  process.exit(0);
}

/** Has the schema up to date as soon as the database answers: it may start after this process, or wake slowly. */
async function prepare(database: Database, state: AppState, log: Log, run: typeof migrate) {
  // Beside this file: `db/migrations` in the source, `migrations` in the bundle.
  const folder = ['db/migrations', 'migrations']
    .map((name) => path.join(import.meta.dirname, name))
    .find(existsSync);
  let told: string | undefined;
  while (!state.draining) {
    const attempt = run(database, folder ?? '').then((ran) => {
      state.migrated = true;
      log.info({ migrations: ran }, 'ready');
    });
    state.attempt = attempt.catch(() => {});
    try {
      await attempt;
      return;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) {
        log.fatal({ err: error }, 'the schema cannot be brought up to date');
        process.exit(1);
      }
      if (error.code !== told) log.warn({ code: error.code }, `${error.message} Trying again.`);
      told = error.code;
    }
    await sleep(500);
  }
}
