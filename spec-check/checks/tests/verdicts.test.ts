import { type Exchange, NoAnswer } from '../../api-client/exchange.ts';
import { builds } from '../builds/check.ts';
import { type DatabaseClaim, type DatabaseFacts, judgeDatabase } from '../database/measure.ts';
import { judgeRequired, type Required } from '../env-required/measure.ts';
import { judgeHealth } from '../health/measure.ts';
import { type HealthHistory, judgeHealthcheck, readFrozen } from '../healthcheck/measure.ts';
import { judgePort, type PortClaim, type PortRun } from '../port/measure.ts';
import { judgePush } from '../push/measure.ts';
import { verdictOf } from './run-check.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('builds', () => {
  const dockerfile = { path: '/x/Dockerfile', text: '', context: '/x' };
  const command = 'docker build .';
  const judgeBuild = (build: object) => verdictOf(builds, {}, { build });
  it('passes a build, and says what stood in for its base', async () => {
    const built = {
      kind: 'built',
      reference: 'sha256:1',
      name: 'api:1',
      seconds: 1.25,
      command,
      dockerfile,
      again: () => Promise.reject(new Error('built once')),
    } as const;
    expect(await judgeBuild({ ...built, buildArgs: {} })).toEqual({
      status: 'PASS',
      evidence: 'Built in 1.3 s as api:1',
      measured: { seconds: 1.25 },
      command,
    });
    expect(await judgeBuild({ ...built, buildArgs: { NODE_IMAGE: 'mine:1' } })).toMatchObject({
      standIn: expect.stringContaining('NODE_IMAGE=mine:1'),
    });
  });
  it('fails with the instruction, its line and the last words', async () => {
    const verdict = await judgeBuild({
      kind: 'broken',
      command,
      dockerfile,
      instruction: 'RUN npm ci && \\\n  npm test',
      line: 12,
      output: `${'x\n'.repeat(50)}npm error code E404\n`,
    });
    expect(verdict).toMatchObject({
      status: 'FAIL',
      evidence: 'Line 12 of the Dockerfile fails: RUN npm ci && …',
      actual: expect.stringMatching(/npm error code E404$/),
    });
  });
  it('says nothing of an image that was not built here', async () => {
    await expect(judgeBuild({ kind: 'given', reference: 'api:1' })).rejects.toThrow('--image');
  });
});

describe('health', () => {
  const answer = (status: number, body?: Exchange['body'], location?: string): Exchange => ({
    method: 'GET',
    path: '/health',
    sent: undefined,
    status,
    body,
    text: JSON.stringify(body) ?? '',
    headers: location === undefined ? {} : { location },
    ms: 3,
  });
  it.each<[string, Parameters<typeof judgeHealth>[0], Exchange, ...Expected]>([
    ['any 2xx', { path: '/health' }, answer(204), 'PASS', /→ 204/],
    [
      'a redirect',
      { path: '/health' },
      answer(302, undefined, '/login'),
      'FAIL',
      /redirects to \/login/,
    ],
    ['404', { path: '/health' }, answer(404), 'FAIL', /no such endpoint/],
    ['500', { path: '/health' }, answer(500), 'FAIL', /not well/],
    ['the status promised', { path: '/health', status: 418 }, answer(418), 'PASS', /418/],
    [
      'another 2xx than promised',
      { path: '/health', status: 200 },
      answer(204),
      'FAIL',
      /another status/,
    ],
    [
      'the body promised',
      { path: '/health', body: { status: 'ok' } },
      answer(200, { status: 'ok', uptime: 1 }),
      'PASS',
      /200/,
    ],
    [
      'another body',
      { path: '/health', body: { status: 'ok' } },
      answer(200, { status: 'down' }),
      'FAIL',
      /differs in: status/,
    ],
    [
      'no body',
      { path: '/health', body: { status: 'ok' } },
      answer(200),
      'FAIL',
      /differs in: status/,
    ],
  ])('%s', (_title, claim, seen, status, says) => {
    const verdict = judgeHealth(claim, { answers: [seen], elsewhere: undefined }, byHand);
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  const byHand = { run: 'docker run api:1', url: 'http://localhost:8000' };
  const page = (path: string, text: string) => ({ ...answer(200), path, text });
  it.each<[string, string, Exchange, Exchange, ...Expected]>([
    [
      'a catch-all page',
      '/health',
      page('/health', '<html>a'),
      page('/0a', '<html>b'),
      'FAIL',
      /Any other path/,
    ],
    [
      'the same JSON at the moment',
      '/ready',
      page('/ready', '{"at":12,"p":"ready"}'),
      page('/0a', '{"at":13,"p":"0a"}'),
      'PASS',
      /any other path/,
    ],
    [
      'a page of an application',
      '/tasks/new',
      page('/tasks/new', '<html>a'),
      page('/0a', '<html>a'),
      'PASS',
      /any other path answers the same/,
    ],
    [
      'an answer of its own',
      '/health',
      page('/health', '{"ok":true}'),
      page('/0a', '<html>a'),
      'PASS',
      /200/,
    ],
    [
      'a path that is not there',
      '/health',
      page('/health', 'ok'),
      { ...page('/0a', 'ok'), status: 404 },
      'PASS',
      /200/,
    ],
  ])('%s', (_title, path, own, elsewhere, status, says) => {
    const verdict = judgeHealth({ path }, { answers: [own, own], elsewhere }, byHand);
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it('an endpoint that stops answering, or answers otherwise the third time, does not hold', () => {
    const silent = new NoAnswer('GET /health', 'nothing within 10 s');
    const judged = (last: Exchange | NoAnswer) =>
      judgeHealth(
        { path: '/health' },
        { answers: [answer(200), answer(200), last], elsewhere: undefined },
        byHand,
      );
    expect(judged(silent)).toMatchObject({
      status: 'FAIL',
      evidence: expect.stringContaining('Request 3: GET /health got no answer'),
    });
    expect(judged(answer(500))).toMatchObject({
      status: 'FAIL',
      evidence: 'Request 3: GET /health → 500',
    });
  });
});

describe('push', () => {
  const pushed = {
    reference: 'localhost:1/api:1',
    digest: `sha256:${'a'.repeat(64)}`,
    command: 'docker push',
    seconds: 1,
  };
  const local = { repository: 'localhost:1/api', standIn: 'a local registry' };
  const ghcr = { repository: 'ghcr.io/acme/api', standIn: undefined };
  it.each<[string, string[], typeof local | typeof ghcr, string | undefined, ...Expected]>([
    ['the digest that was pushed', [], ghcr, pushed.digest, 'PASS', /the registry has/],
    ['another digest', [], ghcr, `sha256:${'b'.repeat(64)}`, 'FAIL', /another image/],
    ['nothing', [], ghcr, undefined, 'FAIL', /does not have/],
    [
      'a local registry',
      ['docker.io', 'ghcr.io'],
      local,
      pushed.digest,
      'PASS',
      /standIn.*a local registry instead of docker.io or ghcr.io/,
    ],
    [
      'another registry than the sentence names',
      ['docker.io'],
      ghcr,
      pushed.digest,
      'PASS',
      /standIn.*ghcr.io instead of docker.io/,
    ],
  ])('%s', (_title, registries, registry, digest, status, says) => {
    const verdict = judgePush(
      registries,
      pushed,
      registry,
      digest === undefined ? undefined : { digest },
    );
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is proven directly by a registry that the sentence names', () => {
    expect(judgePush(['docker.io', 'ghcr.io'], pushed, ghcr, pushed)).not.toHaveProperty('standIn');
    expect(
      judgePush(['docker.io'], pushed, { repository: 'acme/api', standIn: undefined }, pushed),
    ).not.toHaveProperty('standIn');
  });
});

describe('healthcheck', () => {
  const declared = {
    test: ['CMD', 'probe'],
    intervalNs: 30e9,
    timeoutNs: 10e9,
    startPeriodNs: 5e9,
    retries: 3,
  };
  const image = { reference: 'api:1', portVariable: 'PORT' };
  const well: HealthHistory = {
    healthyAfter: 500,
    frozen: { says: 'unhealthy', after: 1500, last: 3 },
    log: '',
    fastest: 80,
    probe: { followsPort: true, failsOn500: true },
  };
  const asksFixed = { followsPort: false, failsOn500: true };
  it.each<[string, HealthHistory | undefined, ...Expected]>([
    [
      'healthy, then unhealthy',
      well,
      'PASS',
      /fails on an answer of 500 and follows PORT; declared every 30.0 s, time limit 10.0 s, 3 retries/,
    ],
    ['not asked about 500', { ...well, probe: undefined }, 'PASS', /^(?!.*answer of 500)/],
    [
      'healthy whatever the status',
      { ...well, probe: { followsPort: true, failsOn500: false } },
      'FAIL',
      /does not look at its status/,
    ],
    ['fixed to a port', { ...well, probe: asksFixed }, 'FAIL', /port is fixed/],
    ['slower than its time limit', { ...well, fastest: 11_000 }, 'FAIL', /time limit is 10.0 s/],
    [
      'never healthy',
      { ...well, healthyAfter: undefined, frozen: undefined, log: 'sh: curl: not found' },
      'FAIL',
      /program that the probe calls/,
    ],
    [
      'healthy whatever happens',
      { ...well, frozen: { says: 'healthy', after: 400, last: 3 } },
      'FAIL',
      /does not wait for an answer/,
    ],
    ['not watched', undefined, 'FAIL', /no HEALTHCHECK/],
  ])('%s', (_title, seen, status, says) => {
    const verdict = judgeHealthcheck(declared, seen, image);
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it('a fixed port is no fault where the spec lets nobody move it', () => {
    const seen = { ...well, probe: asksFixed };
    const unmoved = { reference: 'api:1', portVariable: undefined };
    expect(judgeHealthcheck(declared, seen, unmoved).status).toBe('PASS');
  });

  it.each([
    [24 * 3600, 1, 5, 'FAIL'],
    [3600, 3, 5, 'FAIL'],
    [300, 3, 5, 'PASS'],
    [10, 3, 3600, 'FAIL'],
    [0, 0, 0, 'PASS'],
  ])('every %d s with %d retries and a time limit of %d s: %s', (every, retries, limit, status) => {
    const slow = { ...declared, intervalNs: every * 1e9, retries, timeoutNs: limit * 1e9 };
    expect(judgeHealthcheck(slow, well, image).status).toBe(status);
  });
});

describe('what probes say of a frozen API', () => {
  /** Each began at a time, took 100 ms, and ended with an exit code. */
  const read = (...probes: readonly (readonly [number, number])[]) =>
    readFrozen(
      probes.map(([startedAt, exitCode]) => ({
        startedAt,
        endedAt: startedAt + 100,
        exitCode,
        output: '',
      })),
      1000,
      3000,
    );

  it.each<[string, readonly (readonly [number, number])[]]>([
    ['none has ended', []],
    [
      'they began before the freeze',
      [
        [500, -1],
        [700, 1],
        [999, -1],
      ],
    ],
    [
      'one began at the very moment',
      [
        [1000, -1],
        [1200, -1],
      ],
    ],
    [
      'one alone ran into its time limit, as on a busy machine',
      [
        [900, -1],
        [1100, -1],
      ],
    ],
  ])('is not decided when %s', (_title, probes) => {
    expect(read(...probes)).toBeUndefined();
  });

  it('is unhealthy when two that began after it fail, and no other', () => {
    const unhealthy = { says: 'unhealthy', after: 200, last: 1400 };
    expect(read([900, 0], [1100, -1], [1400, 1])).toEqual(unhealthy);
  });

  it('is unhealthy when the last four fail behind a success, as those do that look at a heartbeat', () => {
    const failing = [1500, 1600, 1700, 1800].map((at) => [at, 1] as const);
    expect(read([1100, 0], ...failing)?.says).toBe('unhealthy');
    expect(read([1100, 0], ...failing.slice(2))).toBeUndefined();
  });

  it('is healthy when one still succeeds after the time that a heartbeat may stay young', () => {
    expect(read([1100, -1], [1400, 0])).toBeUndefined();
    expect(read([1100, -1], [4400, 0])?.says).toBe('healthy');
  });
});

describe('env-required', () => {
  const exits: Required = {
    uses: true,
    exitCode: 1,
    ms: 200,
    answered: false,
    logs: 'DATABASE_URL is not set',
    secrets: [],
    runsWithEmpty: false,
  };
  const image = (env: string[] = []) => ({
    reference: 'api:1',
    config: {
      user: '',
      env,
      cmd: [],
      entrypoint: [],
      labels: {},
      workdir: '',
      volumes: [],
      exposedPorts: [],
      healthcheck: undefined,
    },
  });
  it.each<[string, Partial<Required>, string[], ...Expected]>([
    [
      'names it as its settings library does',
      { logs: 'database_url\n  Field required' },
      [],
      'PASS',
      /names it/,
    ],
    ['needs it and connects elsewhere', { uses: false }, [], 'FAIL', /value is not used/],
    ['is not known to connect', { uses: undefined }, [], 'PASS', /^(?!.*connects)/],
    ['an exit that names it', {}, ['PATH=/bin'], 'PASS', /exits with 1/],
    ['an empty value in the image', {}, ['DATABASE_URL='], 'PASS', /exits with 1/],
    ['a value in the image', {}, ['DATABASE_URL=postgres://x'], 'FAIL', /image itself sets/],
    ['runs on', { exitCode: undefined, answered: true }, [], 'FAIL', /runs and answers requests/],
    [
      'waits for ever',
      { exitCode: undefined, ms: 10_000 },
      [],
      'FAIL',
      /still running after 10.0 s/,
    ],
    ['takes an empty one', { runsWithEmpty: true }, [], 'FAIL', /empty DATABASE_URL it runs/],
    ['exits with 0', { exitCode: 0 }, [], 'FAIL', /as if all were well/],
    ['does not name it', { logs: 'undefined is not a function' }, [], 'FAIL', /does not name it/],
    ['prints a secret', { secrets: ['npm token'] }, [], 'FAIL', /prints a secret \(npm token\)/],
  ])('%s', (_title, seen, env, status, says) => {
    const verdict = judgeRequired('DATABASE_URL', { ...exits, ...seen }, image(env));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
    expect(JSON.stringify(verdict)).not.toContain('postgres://x');
  });
});

describe('port', () => {
  const both: PortClaim = { variable: 'PORT', default: 8000 };
  const without = {
    ...{ told: undefined, port: 8000, other: 8000, logs: '' },
    ...{ answersThere: true, answersOnOther: true },
  };
  const told = {
    ...{ told: 'PORT=18765', port: 18_765, other: 8000, logs: '' },
    ...{ answersThere: true, answersOnOther: false },
  };
  it.each<[string, PortClaim, readonly PortRun[], ...Expected]>([
    ['default and chosen', both, [without, told], 'PASS', /on port 18765 and no longer on 8000/],
    ['the default only', { default: 8000 }, [without], 'PASS', /by default/],
    ['the variable only', { variable: 'PORT' }, [told], 'PASS', /with PORT=18765/i],
    [
      'silent on the default',
      both,
      [{ ...without, answersThere: false, answersOnOther: false }, told],
      'FAIL',
      /nothing answers on port 8000/,
    ],
    [
      'another default',
      { default: 3000 },
      [{ ...without, port: 3000, answersThere: false, other: 8000 }],
      'FAIL',
      /Answers on port 8000 by default, not on 3000/,
    ],
    [
      'fixed',
      both,
      [without, { ...told, answersThere: false, answersOnOther: true }],
      'FAIL',
      /PORT is not read/,
    ],
    [
      'on both ports',
      both,
      [without, { ...told, answersOnOther: true }],
      'FAIL',
      /also answers on port 8000/,
    ],
    ['on neither', both, [without, { ...told, answersThere: false }], 'FAIL', /answers neither/],
  ])('%s', (_title, claim, runs, status, says) => {
    const verdict = judgePort(claim, runs, 'api:1');
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is not told without a run', () => {
    expect(() => judgePort(both, [], 'api:1')).toThrow('no run');
  });
});

describe('database', () => {
  const right: DatabaseFacts = {
    row: { table: 'public.tasks', readable: true, key: '1' },
    value: 'spec-check-1',
    request: 'POST /tasks → 201',
    scheme: 'postgresql' as const,
    mixed: undefined,
    after: new Map(),
  };
  const claim: DatabaseClaim = { variable: 'DATABASE_URL', neon: false, survives: [] };
  const database = { shownUrl: 'postgres://u@h/d', standIn: 'embedded PostgreSQL 18', neon: false };
  const kept = undefined;
  const lost = 'GET /tasks/1 → 404';
  it.each<[string, Partial<DatabaseClaim>, Partial<DatabaseFacts>, ...Expected]>([
    ['two URLs, two databases', {}, {}, 'PASS', /another DATABASE_URL reaches another database/],
    [
      'Neon, whose URLs it refuses',
      { neon: true },
      { scheme: 'postgres' },
      'FAIL',
      /begins with postgresql:\/\/, as those of Neon do/,
    ],
    ['one beginning alone', {}, { scheme: 'postgres' }, 'PASS', /it was given postgres:\/\//],
    ['not in the database', {}, { row: undefined }, 'FAIL', /DATABASE_URL is not used/],
    [
      'not in the other database',
      {},
      { mixed: 'one database shows the rows of both' },
      'FAIL',
      /does not use the other database/,
    ],
    [
      'survives a restart',
      { survives: ['restart'] },
      { after: new Map([['restart', kept]]) },
      'PASS',
      /survives a restart/,
    ],
    [
      'lost at a restart',
      { survives: ['restart'] },
      { after: new Map([['restart', lost]]) },
      'FAIL',
      /gone after a restart/,
    ],
    [
      'kept at a restart, lost in a new container',
      { survives: ['restart', 'recreation'] },
      {
        after: new Map([
          ['restart', kept],
          ['recreation', lost],
        ]),
      },
      'FAIL',
      /gone after a new container/,
    ],
    [
      'Neon promised, and another asked',
      { neon: true },
      {},
      'PASS',
      /standIn.*embedded PostgreSQL 18 instead of Neon/,
    ],
  ])('%s', (_title, claimed, facts, status, says) => {
    const verdict = judgeDatabase(
      { ...claim, ...claimed },
      { ...right, ...facts },
      database,
      'docker run api:1',
    );
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('takes a restart for no new container', () => {
    expect(() =>
      judgeDatabase(
        { ...claim, survives: ['recreation'] },
        { ...right, after: new Map([['restart', kept]]) },
        database,
        '',
      ),
    ).toThrow('new container');
  });
  it('is proven directly on Neon itself', () => {
    expect(
      judgeDatabase(
        { ...claim, neon: true },
        right,
        { ...database, standIn: undefined, neon: true },
        '',
      ),
    ).not.toHaveProperty('standIn');
  });
});
