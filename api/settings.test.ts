import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings } from './settings.ts';

const DATABASE_URL = 'postgres://user:secret@db:5433/tasks';

describe('settings', () => {
  it('need DATABASE_URL only', () => {
    expect(readSettings({ DATABASE_URL })).toMatchObject({
      ok: true,
      settings: {
        DATABASE_URL: {
          host: 'db',
          port: 5433,
          user: 'user',
          password: 'secret',
          database: 'tasks',
        },
        PORT: 8000,
        LOG_LEVEL: 'info',
        SHUTDOWN_TIMEOUT: 8,
        POOL_SIZE: 10,
      },
    });
  });

  it('are read from the environment', () => {
    const env = { PORT: ' 80 ', LOG_LEVEL: 'WARN', SHUTDOWN_TIMEOUT: '600', POOL_SIZE: '1' };
    expect(readSettings({ DATABASE_URL, ...env })).toMatchObject({
      ok: true,
      settings: { PORT: 80, LOG_LEVEL: 'warn', SHUTDOWN_TIMEOUT: 600, POOL_SIZE: 1 },
    });
  });

  it('count an empty variable as unset', () => {
    expect(readSettings({ DATABASE_URL, PORT: '' })).toMatchObject({ settings: { PORT: 8000 } });
    expect(readSettings({ DATABASE_URL: ' ' })).toMatchObject({ ok: false });
  });

  it.each([
    ['DATABASE_URL', undefined, 'is required and not set'],
    [
      'DATABASE_URL',
      'mysql://user:secret@db/tasks',
      'must start with postgres:// or postgresql://',
    ],
    ['DATABASE_URL', 'postgres://user:se#cret@db/tasks', 'is no valid URL'],
    ['PORT', '0', 'must be a port number from 1 to 65535'],
    ['PORT', '65536', 'must be a port number from 1 to 65535'],
    ['PORT', '8000.5', 'must be a port number from 1 to 65535'],
    ['PORT', 'http', 'must be a port number from 1 to 65535'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error, warn, info, debug, trace, silent'],
    ['SHUTDOWN_TIMEOUT', '0', 'must be whole seconds from 1 to 600'],
    ['SHUTDOWN_TIMEOUT', '10s', 'must be whole seconds from 1 to 600'],
    ['POOL_SIZE', '-1', 'must be a number of connections from 1 to 100'],
    ['POOL_SIZE', '101', 'must be a number of connections from 1 to 100'],
  ])('refuse %s=%s in one line with an example', (name, value, problem) => {
    const result = readSettings({ DATABASE_URL, [name]: value });
    const { problems } = result as Extract<typeof result, { ok: false }>;
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(`${name} ${problem}`);
    expect(problems[0]).toMatch(`Example: ${name}=`);
    expect(problems[0]).not.toMatch(/cret|\n/);
  });

  it('tell all that is wrong at once', () => {
    const result = readSettings({
      PORT: 'x',
      LOG_LEVEL: 'x',
      SHUTDOWN_TIMEOUT: 'x',
      POOL_SIZE: 'x',
    });
    const { problems } = result as Extract<typeof result, { ok: false }>;
    expect(problems.map((line) => line.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'PORT',
      'LOG_LEVEL',
      'SHUTDOWN_TIMEOUT',
      'POOL_SIZE',
    ]);
  });
});

describe('DATABASE_URL_FILE', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'settings-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('names a file that holds the URL', async () => {
    const DATABASE_URL_FILE = path.join(folder, 'secret');
    await writeFile(DATABASE_URL_FILE, `${DATABASE_URL}\n`);
    expect(readSettings({ DATABASE_URL_FILE })).toMatchObject({
      settings: { DATABASE_URL: { password: 'secret' } },
    });
    expect(
      readSettings({ DATABASE_URL_FILE, DATABASE_URL: 'postgres://a:b@wins/c' }),
    ).toMatchObject({ settings: { DATABASE_URL: { host: 'wins' } } });
  });

  it('is told apart from a DATABASE_URL that is not set', async () => {
    await writeFile(path.join(folder, 'empty'), '\n');
    const problemOf = (file: string) =>
      readSettings({ DATABASE_URL_FILE: path.join(folder, file), PORT: 'x' });
    expect(problemOf('missing')).toMatchObject({
      problems: [
        expect.stringMatching(/^DATABASE_URL_FILE names a file that cannot be read \(ENOENT\)/),
        expect.stringMatching(/^PORT/),
      ],
    });
    expect(problemOf('empty')).toMatchObject({
      problems: [
        expect.stringMatching(/^DATABASE_URL_FILE names an empty file/),
        expect.stringMatching(/^PORT/),
      ],
    });
  });
});
