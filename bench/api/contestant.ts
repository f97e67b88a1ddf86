import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort, imageArguments } from '../../api/tests/process.ts';

/** The environment that the image gives the API, beside its settings. */
const environment = {
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'production',
  MALLOC_ARENA_MAX: '1',
  NODE_DISABLE_COMPILE_CACHE: '1',
};

/** Starts a server by this command, which runs it on a processor of its own; resolves when it is healthy. */
export async function start([program = '', ...args]: readonly string[], databaseUrl: string) {
  const port = await freePort();
  const begun = performance.now();
  const child = execa(program, args, {
    // The other contestants write no line for each request.
    env: { ...environment, DATABASE_URL: databaseUrl, PORT: String(port), LOG_LEVEL: 'warn' },
    ...({ extendEnv: false, reject: false, stdin: 'ignore', stdout: 'ignore' } as const),
    stderr: 'inherit',
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) {
    if (performance.now() > begun + 30_000)
      throw new Error(`Expected 200 from ${url}/health within 30 s (${args.join(' ')}).`);
    await sleep(1);
  }
  return {
    url,
    // Milliseconds from its start to its first answer.
    started: performance.now() - begun,
    async resident() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await child;
    },
  };
}

/** Bundles the API of a checkout as the image has it; `apart`: each request has a query of its own. Returns the command that starts it. */
export async function bakedBundle(root: string, folder: string, { apart = false } = {}) {
  const source = (file: string) => path.join(root, 'api/image', file);
  const given = { env: environment, extendEnv: false, cwd: root, timeout: 60_000 };
  const build = `(await import(${JSON.stringify(source('build.ts'))})).build(${JSON.stringify(folder)})`;
  await execa(process.execPath, ['--input-type=module', '--eval', build], given);
  if (apart) {
    const file = path.join(folder, 'api.cjs');
    const [before, after, ...more] = (await readFile(file, 'utf8')).split(together);
    if (after === undefined || more.length > 0) throw new Error(`Expected ${together} once.`);
    await writeFile(file, `${before}batch:false${after}`);
  }
  const flags = await imageArguments(root);
  await execa(process.execPath, [...flags, '--predictable', source('bake.ts'), folder], given);
  return [process.execPath, ...flags, path.join(folder, 'server.cjs')];
}

/** What makes requests that arrive together one query, as the bundle has it. */
const together = 'batchScheduleFn:setImmediate';
