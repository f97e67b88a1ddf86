import {
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Claim } from '../model/check.ts';
import type { CheckResult } from '../model/report.ts';
import type { ResourceId } from '../model/resources.ts';
import type { RunOptions } from '../resources/resource.ts';
import type { Subject } from '../run/earlier.ts';
import { earlierRuns } from './earlier-runs.ts';
import { databaseIdentity, ownVersion } from './identity.ts';
import { day, openRecord, recordsFolder } from './record-file.ts';
import { isReusable } from './reusable.ts';
import { type Figure, figureOf, movement } from './trend.ts';

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'spec-check-reuse-')));
  said = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const options: RunOptions = {
  context: '/project',
  image: undefined,
  name: 'api',
  port: undefined,
  inSpec: { port: undefined, portVariable: undefined, required: [] },
  api: {},
  registry: undefined,
  secondEngines: [],
  databaseUrl: undefined,
  keep: false,
  allowExec: false,
  timeout: 60_000,
};

const health: Claim = { check: 'health', params: { path: '/health' } };

function subject(image = 'sha256:1', engine = 'A', version = '29.1'): Subject {
  // No more of them is read.
  return {
    engine: { version, docker: { read: async () => engine } },
    image: { id: image },
  } as unknown as Subject;
}

function resultOf({ check, params }: Claim, of: Partial<CheckResult> = {}): CheckResult {
  return {
    check,
    params: params as CheckResult['params'],
    status: 'PASS',
    evidence: 'It holds',
    measured: { ms: 3 },
    command: null,
    expected: null,
    actual: null,
    diagnosis: null,
    fix: null,
    cause: null,
    proof: 'direct',
    seconds: 2,
    ...of,
  };
}

interface Run {
  readonly request?: Claim;
  readonly on?: Subject;
  readonly options?: Partial<RunOptions>;
  readonly strict?: boolean;
  readonly version?: string;
}

const env = () => ({ XDG_CACHE_HOME: path.join(folder, 'cache') });
const open = () => openRecord(folder, env(), (line) => said.push(line));

async function opened({ options: other = {}, strict = false, version = '1' }: Run) {
  const record = await open();
  const { databaseUrl, keep: _keep, ...inputs } = { ...options, ...other };
  const earlier = earlierRuns(
    record.kept,
    { options: inputs, database: databaseIdentity(databaseUrl, record.salt), strict, version },
    {
      spec: 'spec.md',
      options: { ...options, ...other },
      reuse: { statuses: ['PASS'], maxAge: day },
    },
  );
  return { record, earlier };
}

/** A run that measures. */
async function measure(run: Run = {}, of: Partial<CheckResult> = {}): Promise<void> {
  const { record, earlier } = await opened(run);
  const { request = health, on = subject() } = run;
  if (earlier.keeps(request)) await earlier.measured(request, resultOf(request, of), on);
  await record.save();
}

/** A later run: what it need not measure. */
async function reused(run: Run = {}): Promise<CheckResult | undefined> {
  const { earlier } = await opened(run);
  const { request = health, on = subject() } = run;
  return earlier.mayKnow(request) ? earlier.resultOf(request, on) : undefined;
}

const file = async () => {
  const all = recordsFolder(env());
  const [name = ''] = await readdir(all);
  return path.join(all, name);
};

describe('what passed', () => {
  it('is reused by the same run on the same image, and says from when', async () => {
    await measure();
    const found = await reused();
    expect(found).toMatchObject({
      status: 'PASS',
      evidence: expect.stringMatching(/^It holds \(reused from \d{4}-\d\d-\d\d \d\d:\d\d\)$/),
      measured: { ms: 3, reusedFrom: expect.stringMatching(/^\d{4}-.*Z$/) },
      proof: 'direct',
    });
    expect(said).toEqual([]);
  });

  it.each<[string, Run]>([
    ['another image under the same name', { on: subject('sha256:2') }],
    ['another engine', { on: subject('sha256:1', 'B') }],
    ['another version of the engine', { on: subject('sha256:1', 'A', '29.2') }],
    ['another sentence', { request: { check: 'health', params: { path: '/healthz' } } }],
    ['another DATABASE_URL', { options: { databaseUrl: 'postgres://a:b@c/d' } }],
    ['other front matter', { options: { port: 3000 } }],
    ['another base path', { options: { api: { basePath: '/v1' } } }],
    ['another --timeout', { options: { timeout: 1000 } }],
    ['--allow-exec', { options: { allowExec: true } }],
    ['a registry', { options: { registry: 'ghcr.io/acme' } }],
    ['a second engine', { options: { secondEngines: ['ssh://a'] } }],
    ['--image', { options: { image: 'api:1' } }],
    ['--strict', { strict: true }],
    ['another spec-check', { version: '2' }],
  ])('is measured again with %s', async (_what, run) => {
    await measure();
    expect(await reused(run)).toBeUndefined();
    await measure(run);
    expect(await reused(run)).toMatchObject({ status: 'PASS' });
  });

  it('is measured again with another password of the same database', async () => {
    const url = (password: string) => ({
      options: { databaseUrl: `postgres://u:${password}@h/d` },
    });
    await measure(url('one'));
    expect(await reused(url('two'))).toBeUndefined();
    expect(await reused(url('one'))).toBeDefined();
  });

  it('is measured again when it failed meanwhile, and a FAIL or an ERROR is no result to reuse', async () => {
    await measure();
    await measure({}, { status: 'FAIL' });
    expect(await reused()).toBeUndefined();
    await measure({}, { status: 'ERROR' });
    expect(await reused()).toBeUndefined();
  });

  it('is measured again after a day, and when the clock says that it is from the future', async () => {
    await measure();
    const now = Date.now();
    const { now: clock } = Date;
    try {
      Date.now = () => now + day - 5000;
      expect(await reused()).toBeDefined();
      Date.now = () => now + day + 5000;
      expect(await reused()).toBeUndefined();
      Date.now = () => now - 3600_000;
      expect(await reused()).toBeUndefined();
    } finally {
      Date.now = clock;
    }
  });

  const own: readonly ResourceId[] = ['image', 'container'];
  const pushed: readonly ResourceId[] = ['registry', 'pushed'];
  it.each<[string, Claim['check'], readonly ResourceId[], Partial<RunOptions>, boolean]>([
    ['a running container', 'health', own, {}, true],
    ['a sh block', 'sh', own, {}, false],
    ['a sql block', 'sql', ['database', 'container'], {}, false],
    ['a http block on an own database', 'http', own, {}, true],
    ['a http block on a database of others', 'http', own, { databaseUrl: 'x' }, false],
    ['a connection to a database of others', 'database', own, { databaseUrl: 'x' }, false],
    ['a connection to an own database', 'database', own, {}, true],
    ['a push to the local registry', 'push', pushed, {}, true],
    ['a push to a real registry, which may have lost it', 'push', pushed, { registry: 'x' }, false],
    [
      'a compressed size, which a real registry tells',
      'image-size',
      ['image', ...pushed],
      { registry: 'x' },
      false,
    ],
    ['another machine', 'pull-elsewhere', ['secondEngines'], { secondEngines: ['x'] }, false],
    ['what the engine tells at once', 'tag', ['engine', 'image'], {}, false],
    ['the build', 'builds', ['build'], {}, false],
  ])('of %s', (_what, check, needs, of, expected) => {
    expect(isReusable({ check, params: {} }, needs, { ...options, ...of })).toBe(expected);
  });
});

describe('the record', () => {
  it('is forgotten when it is not as it was written, in one line', async () => {
    await measure({}, { evidence: 'It takes 9 ms' });
    const text = await readFile(await file(), 'utf8');
    for (const other of [
      text.replace('9 ms', '1 ms'),
      text.slice(0, -9),
      '',
      '{}',
      '[1]',
      'x'.repeat(99),
    ]) {
      await writeFile(await file(), other);
      said = [];
      expect(await reused()).toBeUndefined();
      expect(said).toEqual([expect.stringMatching(/^Earlier runs are forgotten: .* not as/)]);
    }
    await measure();
    expect(await reused()).toBeDefined();
  });

  it('holds no secret, and is for its owner alone', async () => {
    const password = 'hunter2-very-secret';
    await measure({ options: { databaseUrl: `postgres://bob:${password}@db.example/x` } });
    const text = await readFile(await file(), 'utf8');
    for (const part of [
      password,
      Buffer.from(password).toString('base64').slice(0, -3),
      'bob',
      'db.example',
    ])
      expect(text).not.toContain(part);
    expect((await stat(await file())).mode & 0o077).toBe(0);
  });

  it('keeps what another run wrote meanwhile, and leaves no half-written file', async () => {
    const one = await opened({});
    await measure({ request: { check: 'crud', params: {} } });
    await one.earlier.measured(health, resultOf(health), subject());
    await one.record.save();
    expect(await reused()).toBeDefined();
    expect(await readdir(recordsFolder(env()))).toHaveLength(1);
  });

  it('goes when nothing has run in its folder for a month', async () => {
    await measure();
    const old = `${await file()}.old`;
    await writeFile(old, '');
    await utimes(old, 1, 1);
    await measure();
    expect(await readdir(path.dirname(old))).toHaveLength(1);
  });
});

describe('how a figure has moved', () => {
  const bytes = (value: number): Figure => ({ unit: 'bytes', value });
  const ms = (value: number): Figure => ({ unit: 'ms', value });
  it.each<[Figure, Figure | undefined, string]>([
    [bytes(115_300_000), undefined, ''],
    [bytes(115_300_000), bytes(115_300_000), ''],
    [bytes(115_300_000), bytes(113_200_000), ', 2.1 MB more than last time'],
    [bytes(115_300_000), bytes(115_400_000), ', 0.1 MB less than last time'],
    [bytes(115_300_000), bytes(115_399_999), ''],
    [bytes(5_000_000), bytes(5_060_000), ', 60,000 bytes less than last time'],
    [ms(412), ms(400), ', 12 ms more than last time'],
    [ms(412), ms(410), ''],
    [ms(3), bytes(100), ''],
  ])('%j after %j: "%s"', (now, before, expected) => {
    expect(movement(now, before)).toBe(expected);
  });

  it.each<[object, Figure | undefined]>([
    [{ bytes: 5, limitBytes: 9 }, bytes(5)],
    [{ idleBytes: 1, worstBytes: 7, limitBytes: 9 }, bytes(7)],
    [{ worstMs: 4, limitMs: 9 }, ms(4)],
    [{ limitMs: 9 }, undefined],
    [{ ms: 4 }, undefined],
    [{}, undefined],
  ])('of %j', (measured, figure) => {
    expect(figureOf({ measured } as Parameters<typeof figureOf>[0])).toEqual(figure);
  });

  it('stands in the evidence of the next run of the same spec, and not in what is reused', async () => {
    const request: Claim = { check: 'starts-within', params: { op: '<', ms: 900 } };
    const run = async (worstMs: number) => {
      const { record, earlier } = await opened({});
      const verdict = earlier.compared(request, {
        status: 'PASS',
        evidence: `${worstMs} ms`,
        measured: { worstMs, limitMs: 900 },
      });
      await earlier.measured(request, resultOf(request, { evidence: verdict.evidence }), subject());
      await record.save();
      return verdict.evidence;
    };
    expect(await run(400)).toBe('400 ms');
    expect(await run(300)).toBe('300 ms, 100 ms less than last time');
    expect((await reused({ request }))?.evidence).toMatch(/^300 ms \(reused from /);
  });
});

it('the version of spec-check is the same as long as its code is', async () => {
  expect(await ownVersion()).toMatch(/^[0-9a-f]{64}$/);
  expect(await ownVersion()).toBe(await ownVersion());
});
