import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Docker } from '../../setup/docker.ts';
import { type BuiltImage, builtImage } from '../tests/image.ts';

let image: BuiltImage;
let docker: Docker;
let reference: string;

/** Most that the image may weigh unpacked; the spec's own limit is far above it. */
const mostBytes = 120_000_000;

beforeAll(async () => {
  image = await builtImage();
  ({ docker, reference } = image);
}, 6 * 60_000);

afterAll(async () => {
  await image[Symbol.asyncDispose]();
});

/** Every file of a container of the image, with its mode, as the engine exports it. */
async function files(): Promise<Map<string, string>> {
  const id = (await docker.read(['create', reference])).trim();
  try {
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', `docker export ${id} | tar --list --verbose`],
      {
        maxBuffer: 50_000_000,
      },
    );
    const rows = stdout
      .split('\n')
      .filter(Boolean)
      .map((row) => row.split(/\s+/));
    return new Map(rows.map(([mode = '', , , , , name = '']) => [`/${name}`, mode]));
  } finally {
    await docker.run(['rm', id]);
  }
}

const command = async (): Promise<readonly string[]> =>
  JSON.parse(
    await docker.read(['image', 'inspect', '--format', '{{json .Config.Cmd}}', reference]),
  );

describe('the image', () => {
  it('weighs at most 120 MB unpacked', async () => {
    const sizes = await docker.read([
      'history',
      '--human=false',
      '--format',
      '{{.Size}}',
      reference,
    ]);
    const bytes = sizes.split('\n').reduce((sum, size) => sum + Number(size), 0);
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
  });

  it('runs as appuser, with uid 1000', async () => {
    expect((await docker.read(['run', '--rm', reference, 'whoami'])).trim()).toBe('appuser');
    const uid = await docker.read([
      'run',
      '--rm',
      reference,
      'node',
      '--print',
      'process.getuid()',
    ]);
    expect(uid.trim()).toBe('1000');
  });

  it('holds what runs, and no shell, package manager, setuid or world-writable file', async () => {
    const found = await files();
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([
        '/usr/local/bin/node',
        '/usr/bin/whoami',
        '/app/server.cjs',
        '/app/api.cjs',
        '/app/api.cache',
        '/app/healthcheck.cjs',
        '/app/migrations/',
      ]),
    );
    // What the engine itself puts into every container.
    const own = [...found].filter(
      ([name]) =>
        !/^\/(dev|proc|sys|etc\/(hostname|hosts|mtab|resolv\.conf)|\.dockerenv)/.test(name),
    );
    expect(own.filter(([name]) => /\/(sh|bash|dash|npm|npx|apt|apk|dpkg)$/.test(name))).toEqual([]);
    expect(own.filter(([, mode]) => /[sS]/.test(mode))).toEqual([]);
    expect(own.filter(([, mode]) => mode[0] !== 'l' && mode[8] === 'w')).toEqual([]);
  });

  it('takes its code cache, whoever runs it', async () => {
    const [node = '', ...words] = await command();
    const refused = `
      const { readFileSync } = require('node:fs');
      const cachedData = readFileSync('api.cache').subarray(64);
      const source = readFileSync('api.cjs', 'utf8');
      console.log(new (require('node:vm').Script)(source, { cachedData }).cachedDataRejected);`;
    const run = ['run', '--rm', '--read-only', '--user', '12345:54321', reference];
    const flags = words.slice(0, -1);
    expect((await docker.read([...run, node, ...flags, '--eval', refused])).trim()).toBe('false');
    // With other flags V8 refuses it: the answer above is no matter of course.
    const other = [...flags, '--no-opt', '--eval', refused];
    expect((await docker.read([...run, node, ...other])).trim()).toBe('true');
  });

  it('has no entry point, a health check without a shell, one port and the OCI labels', async () => {
    const config = JSON.parse(
      await docker.read(['image', 'inspect', '--format', '{{json .Config}}', reference]),
    );
    expect(config.Entrypoint ?? []).toEqual([]);
    expect(config.Healthcheck).toEqual({
      Test: ['CMD', 'node', 'healthcheck.cjs'],
      Interval: 30e9,
      Timeout: 10e9,
      StartPeriod: 5e9,
      Retries: 3,
    });
    expect(Object.keys(config.ExposedPorts)).toEqual(['8000/tcp']);
    for (const label of [
      'title',
      'description',
      'licenses',
      'source',
      'version',
      'revision',
      'created',
    ]) {
      expect(config.Labels[`org.opencontainers.image.${label}`]).toMatch(/\S/);
    }
  });

  it('stops without DATABASE_URL with one line that names it', async () => {
    const { exitCode, all } = await docker.run(['run', '--rm', reference]);
    expect(exitCode).toBe(1);
    expect(all.trim().split('\n')).toEqual([expect.stringContaining('DATABASE_URL')]);
  });
});
