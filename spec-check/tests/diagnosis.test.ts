import { randomBytes } from 'node:crypto';
import { appendFile, chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import postgres from 'postgres';
import type { DevPostgres } from '../../api/dev-postgres.ts';
import type { Docker } from '../model/docker.ts';
import type { Report } from '../model/report.ts';
import type { Containers } from '../model/resources.ts';
import { ImageFault } from '../model/verdict.ts';
import { nodeBaseImage } from '../offline/base-image.ts';
import { makeContext } from '../prove/check-images.ts';
import { resources } from '../resources/resources.ts';
import { resourcePool } from '../run/pool.ts';
import { Secrets } from '../secrets/redact.ts';
import { startTlsPostgres } from './tls-postgres.ts';
import { startTestPostgres } from './tools/postgres.ts';

/**
 * Every cause of a container's death or silence, produced for real and told by the command line; and
 * every way in which its own DATABASE_URL can be wrong. A planted password stands nowhere.
 */
const planted = 'pl4nt/ed#pa&ss"w0rd';
const user = 'planted';

/** A program that dies or stays silent, as CAUSE says. */
const dying = `
FROM api AS dying
RUN node -e "const fs = require('fs'); fs.mkdirSync('/data'); fs.writeFileSync('/app/start.sh', '#!/bin/sh')"
COPY dying.mjs ./
USER 1000:1000
CMD ["node", "dying.mjs"]
`;

/** What the program does (`dying.mjs`), and the sentence that must follow from it. */
const deaths: readonly (readonly [cause: string, says: RegExp, options?: readonly string[]])[] = [
  ['no-variable', /exit code 1.*DATABASE_URL is missing/],
  ['wrong-password', /refuses the password of user "planted"/],
  ['unknown-host', /host "nohost\.invalid" is not known/],
  ['refused', /Nothing accepts connections at [\d.]+:9\./],
  ['unknown-database', /no database "nowhere"/],
  ['without-tls', /demands TLS, and user "planted".*sslmode=require/],
  ['with-tls', /asks for TLS, and the database at [\d.]+:\d+ offers none/],
  ['module', /module "left-pad".*module not found/],
  [
    'permission',
    /\/data\/tasks\.json may not be used by the user of the container \(1000:1000\): permission denied/,
  ],
  ['not-executable', /\/app\/start\.sh is not executable/, ['--entrypoint', '/app/start.sh']],
  [
    'heap',
    /exit code 13\d\): It ran out of memory/,
    ['--env', 'NODE_OPTIONS=--max-old-space-size=20'],
  ],
  [
    'memory',
    /exit code 137, killed: out of memory.*more memory than its limit/,
    ['--memory', '80m', '--memory-swap', '80m'],
  ],
  ['other-port', /on port 8000: It listens on 3000, not on 8000\./],
  ['loopback', /on port 8000: It listens on 127\.0\.0\.1 only/],
  ['no-port', /within \d+ s: It listens on no port at all/],
  ['silent', /within \d+ s: It accepts connections on port 8000 and gives no HTTP/],
];

const work = new AsyncDisposableStack();
const tag = randomBytes(4).toString('hex');
let folder: string;
let docker: Docker;
let hostAddress: string;
let containers: Containers;
let plain: DevPostgres;
let tls: DevPostgres;
const images: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-diagnosis-'));
  work.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711);
  await writeFile(
    path.join(folder, 'spec.md'),
    '# T\n\n## Success Criteria\n\n- [ ] GET /health returns 200\n',
  );
  // After the pool, which removes the containers.
  work.defer(async () => {
    if (images.length > 0) await docker.run(['rmi', '--force', ...images]);
  });
  const pool = resourcePool(
    resources,
    {
      runId: tag,
      options: {
        ...{ context: folder, image: reference('base'), name: 'x', dockerfile: '' },
        ...{
          settings: {},
          required: [],
          portInSpec: undefined,
          portVariable: undefined,
          allowExec: false,
          registry: undefined,
          secondEngine: undefined,
        },
        // Asked for when the server runs.
        get databaseUrl() {
          return urlOf(plain, {});
        },
        ...{ timeout: 9000 },
      },
      signal: new AbortController().signal,
      secrets: new Secrets(),
      progress: () => {},
    },
    () => {},
  );
  work.use(pool);
  const engine = await pool.get('engine');
  docker = engine.docker;
  hostAddress = engine.network.hostAddress;
  const set = { log: () => {}, signal: new AbortController().signal };
  const listen = ['127.0.0.1', hostAddress].filter((at) => /^[\d.]+$/.test(at));
  [plain, tls] = await Promise.all([
    startTestPostgres(path.join(folder, 'plain'), listen),
    startTlsPostgres(path.join(folder, 'tls'), listen),
    (async () => {
      const { buildArgs } = await nodeBaseImage({ docker, ...set });
      const context = await makeContext(path.join(folder, 'context'));
      const program = path.join(import.meta.dirname, 'tools/dying.mjs');
      await copyFile(program, path.join(context, 'dying.mjs'));
      await appendFile(path.join(context, 'Dockerfile'), dying);
      const given = Object.entries(buildArgs).flatMap(([name, value]) => [
        '--build-arg',
        `${name}=${value}`,
      ]);
      await build('base', ['--target', 'dying', ...given, context]);
    })(),
  ]);
  work.use(plain);
  work.use(tls);
  for (const server of [plain, tls]) {
    const sql = postgres(server.url('postgres'), {
      max: 1,
      ssl: server === tls ? 'require' : false,
    });
    await sql.unsafe(`create role ${user} login password '${planted}'`);
    await sql.end();
  }
  containers = await pool.get('containers');
}, 120_000);

afterAll(() => work.disposeAsync(), 60_000);

describe('a container that dies or is silent', () => {
  it('is told with its probable cause, and without the password', async () => {
    const results = await workers(
      4,
      deaths.map(([cause, says, options = []]) => async () => {
        const url = urlOf(cause === 'without-tls' ? tls : plain, { host: hostAddress });
        const env = {
          CAUSE: cause,
          DATABASE_URL: `${url}${cause === 'without-tls' ? '?sslmode=require' : ''}`,
        };
        const fault = await containers
          .launch({ purpose: cause, env, options }, signal())
          .then((container) => container.answers(signal()))
          .catch((error: unknown) => error);
        return { cause, says, fault };
      }),
    );
    for (const { cause, says, fault } of results) {
      expect({ cause, fault }).toEqual({ cause, fault: expect.any(ImageFault) });
      const { evidence, actual, diagnosis, fix } = (fault as ImageFault).fail;
      expect({ cause, evidence }).toEqual({ cause, evidence: expect.stringMatching(says) });
      expect(evidence).toContain(diagnosis);
      expect(fix).toMatch(/\.$/);
      // Long before the time-out.
      if (['other-port', 'loopback'].includes(cause))
        expect(actual).toMatch(/no answer after \d+ s/);
      if (cause !== 'not-executable')
        expect(actual).toMatch(/last request: .+\nlast log lines:\n./);
      expectNoPassword(JSON.stringify((fault as ImageFault).fail));
    }
  }, 120_000);

  it.each([
    ['malformed', 'json', /DATABASE_URL is malformed/],
    ['malformed', 'table', /DATABASE_URL is malformed/],
    [
      'dies-later',
      'json',
      /GET \/health got no answer.*The container exited \(exit code 1\): Nothing accepts connections at 10\.9\.8\.7:5432/,
    ],
    ['unwell', 'json', /GET \/health → 500.*refuses the password of user "planted"/],
    ['wrong-password', 'table', /refuses the password of user "planted"/],
  ])('is reported without the password: %s, as %s', async (cause, format, says) => {
    const name = `${cause}-${format}`;
    await build(name, ['-'], `FROM ${reference('base')}\nENV CAUSE=${cause}\n`);
    const { stdout, stderr, exitCode } = await check(
      urlOf(plain, {}),
      ...['--image', reference(name), '--format', format],
    );
    expect(stdout.replace(/\\"/g, '"').replace(/[\s│]+/g, ' ')).toMatch(says);
    expect(exitCode).toBe(1);
    expectNoPassword(stdout + stderr);
  });

  it('is told when the image is for another architecture', async () => {
    const other = process.arch === 'arm64' ? 'amd64' : 'arm64';
    const context = path.join(folder, 'other');
    await mkdir(context);
    await writeFile(path.join(context, 'api'), sparcProgram(), { mode: 0o755 });
    await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nCOPY api /\nCMD ["/api"]\n');
    await build('other', ['--platform', `linux/${other}`, context]);
    const { stdout } = await check(
      urlOf(plain, {}),
      ...['--image', reference('other'), '--format', 'json'],
    );
    expect(evidenceOf(stdout)).toMatch(
      new RegExp(`built for ${other}, and this engine runs \\w+: wrong architecture`),
    );
  });
});

describe('a DATABASE_URL that spec-check itself cannot use', () => {
  const cases: readonly (readonly [what: string, url: () => string, says: RegExp, code: number])[] =
    [
      [
        'wrong password',
        () => urlOf(plain, { password: 'hunter2hunter2' }),
        /refuses the password of user "planted"/,
        3,
      ],
      [
        'unknown host',
        () => urlOf(plain, { host: 'nohost.invalid' }),
        /host "nohost\.invalid" is not known/,
        3,
      ],
      [
        'refused port',
        () => urlOf(plain, { port: 9 }),
        /Nothing accepts connections at 127\.0\.0\.1:9\./,
        3,
      ],
      [
        'unknown database',
        () => urlOf(plain, { name: 'nowhere' }),
        /create it: createdb nowhere/,
        3,
      ],
      [
        'TLS required',
        () => urlOf(tls, {}),
        /demands TLS, and user "planted" connects without.*Add \?sslmode=require/,
        3,
      ],
      [
        'TLS not offered',
        () => `${urlOf(plain, {})}?sslmode=require`,
        /asks for TLS, and the database at 127\.0\.0\.1:\d+ offers none/,
        3,
      ],
      [
        'certificate not trusted',
        () => `${urlOf(tls, {})}?sslmode=verify-full`,
        /certificate of the database at .* is not trusted/,
        3,
      ],
      [
        'malformed',
        () => urlOf(plain, {}).replace('@', '#@'),
        /"#", "\/" or "\?" stands in its password/,
        2,
      ],
    ];

  it('is told by what is wrong, with the next step, and without the password', async () => {
    const results = await workers(
      4,
      cases.map(([what, url, says, code], index) => async () => {
        const format = index % 2 === 0 ? 'json' : 'table';
        const result = await check(url(), '--image', reference('base'), '--format', format);
        return { what, says, expected: code, ...result };
      }),
    );
    for (const { what, says, expected, stdout, stderr, exitCode } of results) {
      const told = `${stdout}${stderr}`.replace(/\\"/g, '"').replace(/[\s│]+/g, ' ');
      expect({ what, told, exitCode }).toEqual({
        what,
        told: expect.stringMatching(says),
        exitCode: expected,
      });
      expect(told).not.toContain('hunter2');
      expectNoPassword(stdout + stderr);
    }
  }, 120_000);
});

function reference(name: string): string {
  return `spec-check/diagnosis:${tag}-${name}`;
}

async function build(name: string, args: readonly string[], input?: string): Promise<void> {
  images.push(reference(name));
  await docker.read(['build', '--quiet', '--tag', reference(name), ...args], {
    timeout: 60_000,
    ...(input === undefined ? {} : { input }),
  });
}

function urlOf(
  server: DevPostgres,
  {
    password = planted,
    host = '127.0.0.1',
    port = server.port,
    name = 'postgres',
  }: {
    readonly password?: string;
    readonly host?: string;
    readonly port?: number;
    readonly name?: string;
  },
): string {
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
}

function check(databaseUrl: string, ...options: string[]) {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  return execa(process.execPath, [cli, 'check', 'spec.md', '--timeout', '10', ...options], {
    cwd: folder,
    reject: false,
    timeout: 60_000,
    env: { DATABASE_URL: databaseUrl, NODE_OPTIONS: '' },
  });
}

function evidenceOf(json: string): string | undefined {
  return (JSON.parse(json) as Report).items[0]?.evidence;
}

/** Neither as it is nor in a form from which it is read back. */
function expectNoPassword(output: string): void {
  expect(output).not.toBe('');
  const bytes = Buffer.from(planted);
  for (const form of [
    planted,
    planted.slice(0, 8),
    encodeURIComponent(planted),
    encodeURIComponent(planted).slice(0, 10),
    JSON.stringify(planted).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('base64').slice(0, 16),
    Buffer.from(`${user}:${planted}`).toString('base64').slice(-20),
  ])
    expect(output).not.toContain(form);
}

/** A program that no engine here can run, whatever emulators it has. */
function sparcProgram(): Buffer {
  const header = Buffer.alloc(128);
  header.write('\x7fELF\x02\x02\x01', 'latin1');
  header.writeUInt16BE(2, 16);
  header.writeUInt16BE(43, 18);
  return header;
}

function signal(): AbortSignal {
  return AbortSignal.timeout(30_000);
}

async function workers<T>(count: number, queue: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const next = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) results.push(await job());
  };
  await Promise.all(Array.from({ length: count }, next));
  return results;
}
