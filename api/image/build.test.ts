import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { DevPostgres } from '../dev-postgres.ts';
import { emptyDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { type ApiProcess, freePort, imageArguments, startApi } from '../tests/process.ts';
import { build } from './build.ts';

let postgres: DevPostgres;
let folder: string;
let PORT: string;
let api: ApiProcess | undefined;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  // Far from any node_modules.
  folder = await mkdtemp(path.join(tmpdir(), 'build-test-'));
  await build(folder);
});

beforeEach(async () => {
  PORT = String(await freePort());
});

afterEach(async () => {
  api?.child.kill('SIGKILL');
  await api?.exited;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await postgres.stop();
});

const start = async () => {
  const DATABASE_URL = await emptyDatabase(postgres);
  api = startApi(path.join(folder, 'server.cjs'), { DATABASE_URL, PORT });
  await api.answers('/ready', 200);
  return api;
};

const healthcheck = async (port = PORT) => {
  const file = path.join(folder, 'healthcheck.cjs');
  const env = { PATH: process.env.PATH, PORT: port };
  const run = promisify(execFile)(process.execPath, [file], { env, timeout: 20_000 });
  return run.then(
    () => 0,
    (error) => error.code,
  );
};

describe('the bundle', () => {
  it('is what the image holds, and no more', async () => {
    expect((await readdir(folder)).sort()).toEqual([
      'api.cjs',
      'docs',
      'healthcheck.cjs',
      'licenses.txt',
      'migrations',
      'sbom.cdx.json',
      'server.cjs',
    ]);
  });

  it('serves with no packages beside it, and stops on SIGTERM', async () => {
    const { url, child, exited } = await start();
    const response = await fetch(`${url}/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"title":"Buy milk"}',
    });
    expect(response.status).toBe(201);
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    for (const [name, type] of [
      ['swagger-ui.js', 'javascript'],
      ['start.js', 'javascript'],
      ['swagger-ui.css', 'css'],
    ]) {
      for (const coding of ['br', 'identity']) {
        const headers = { 'accept-encoding': coding };
        const file = await fetch(`${url}/docs/${name}`, { headers });
        expect([file.status, file.headers.get('content-type')]).toEqual([
          200,
          expect.stringContaining(`text/${type}`),
        ]);
      }
    }
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('runs from a folder with any name', async () => {
    const odd = path.join(await mkdtemp(path.join(tmpdir(), 'build-test-')), 'a b#ü');
    await cp(folder, odd, { recursive: true });
    const DATABASE_URL = await emptyDatabase(postgres);
    api = startApi(path.join(odd, 'server.cjs'), { DATABASE_URL, PORT });
    await api.answers('/ready', 200);
    await rm(path.dirname(odd), { recursive: true });
  });
});

describe('what it is made of', () => {
  const bill = async () => JSON.parse(await readFile(path.join(folder, 'sbom.cdx.json'), 'utf8'));

  it('stands in the bill of materials as the lock file has it, and nothing else does', async () => {
    const lock = JSON.parse(
      await readFile(path.join(import.meta.dirname, '../../package-lock.json'), 'utf8'),
    );
    const { bomFormat, metadata, components } = await bill();
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component.name).toBe('task-api');
    const names = components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['express', 'drizzle-orm', 'postgres', 'pino']));
    // Of the CLI and the tests nothing is in the bundle.
    for (const other of ['commander', 'execa', 'jest', 'esbuild', 'typescript'])
      expect(names).not.toContain(other);
    for (const { name, version } of components)
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });

  it('has its licence beside it, package for package', async () => {
    const { components } = await bill();
    const licenses = await readFile(path.join(folder, 'licenses.txt'), 'utf8');
    for (const { purl } of components) expect(licenses).toContain(`${purl}\n`);
    expect(licenses).toContain('Permission is hereby granted, free of charge');
    expect(licenses).toContain('Copyright (c) 2009-2014 TJ Holowaychuk');
    expect(licenses).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  });

  it('is the same, word for word, in the next build', async () => {
    const again = await mkdtemp(path.join(tmpdir(), 'build-test-'));
    try {
      await build(again);
      for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const name = path.relative(folder, path.join(file.parentPath, file.name));
        expect([name, await readFile(path.join(again, name), 'utf8')]).toEqual([
          name,
          await readFile(path.join(folder, name), 'utf8'),
        ]);
      }
    } finally {
      await rm(again, { recursive: true });
    }
  });
});

describe('the code cache', () => {
  let baked: string;
  // No Node compile cache, as in the image's build: with one, V8 lays the same code out otherwise.
  const env = { PATH: process.env.PATH };
  const node = async (...args: readonly string[]) =>
    (await promisify(execFile)(process.execPath, [...(await imageArguments()), ...args], { env }))
      .stdout;
  const bake = () => node('--predictable', path.join(import.meta.dirname, 'bake.ts'), baked);
  const health = async () => {
    api = startApi(
      path.join(baked, 'server.cjs'),
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', PORT },
      '/',
      { args: await imageArguments() },
    );
    await api.answers('/health', 200);
    return (await fetch(`${api.url}/health`)).text();
  };

  beforeEach(async () => {
    baked = await mkdtemp(path.join(tmpdir(), 'build-test-'));
    await cp(folder, baked, { recursive: true });
    await bake();
  });

  afterEach(async () => {
    await rm(baked, { recursive: true });
  });

  it('is taken by V8 with the flags of the image, and has the same bytes each time', async () => {
    const file = path.join(baked, 'api.cache');
    const first = await readFile(file);
    expect(first.length).toBeGreaterThan(500_000);
    await bake();
    expect((await readFile(file)).equals(first)).toBe(true);
    const module = pathToFileURL(path.join(import.meta.dirname, 'code-cache.ts'));
    const rejected = `(await import('${module}')).compileBundle('${baked}').script.cachedDataRejected`;
    expect((await node('--eval', `console.log(${rejected})`)).trim()).toBe('false');
  });

  it('gives way to a bundle of the same length that is another', async () => {
    const file = path.join(baked, 'api.cjs');
    const source = await readFile(file, 'utf8');
    const changed = source.replace('status:"healthy"', 'status:"changed"');
    expect(changed).not.toBe(source);
    await writeFile(file, changed);
    expect(await health()).toBe('{"status":"changed","service":"task-api"}');
  });

  it.each([
    ['cut short', (cache: Buffer) => cache.subarray(0, 70_000)],
    ['empty', () => Buffer.alloc(0)],
    ['for another V8', (cache: Buffer) => Buffer.from(cache).fill(1, 8, 40)],
  ])('is left alone when it is %s', async (_, broken) => {
    const file = path.join(baked, 'api.cache');
    await writeFile(file, broken(await readFile(file)));
    expect(await health()).toBe('{"status":"healthy","service":"task-api"}');
  });
});

describe('the health check', () => {
  it('passes while the API serves, and fails when it is frozen or gone', async () => {
    const { child, exited } = await start();
    expect(await healthcheck()).toBe(0);
    child.kill('SIGSTOP');
    expect(await healthcheck()).toBe(1);
    child.kill('SIGCONT');
    expect(await healthcheck()).toBe(0);
    child.kill('SIGTERM');
    await exited;
    expect(await healthcheck()).toBe(1);
  });

  it.each([
    ['answers after three seconds', 0, (socket: Socket) => setTimeout(() => socket.end(ok), 3000)],
    [
      'answers byte by byte',
      0,
      async (socket: Socket) => {
        for (const byte of ok) {
          socket.write(byte);
          await sleep(5);
        }
      },
    ],
    ['accepts and never answers', 1, () => {}],
    ['hangs up', 1, (socket: Socket) => socket.end()],
    ['is not well', 1, (socket: Socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')],
    ['is no HTTP server', 1, (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ])(
    'tells a slow server from a frozen one: when it %s, it exits with %i',
    async (_, code, answer) => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => {
        sockets.push(socket.on('error', () => {}));
        socket.once('data', () => answer(socket));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      try {
        expect(await healthcheck(String((server.address() as AddressInfo).port))).toBe(code);
        expect(sockets).toHaveLength(1);
      } finally {
        for (const socket of sockets) socket.destroy();
        server.close();
      }
    },
  );
});

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
