import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unknownUser } from '../checks/any-user/check.ts';
import { noCapability } from '../checks/no-capabilities/check.ts';
import { ImageFault, verdictOf } from '../model/verdict.ts';
import {
  judgeRestricted,
  proveRestricted,
  type RestrictedObservation,
  type Restriction,
  readOnlyRoot,
} from './restricted-run.ts';

const user = unknownUser(41_234);
const inForce = [
  '--user 41234',
  '--read-only',
  '--cap-drop ALL',
  '--security-opt=no-new-privileges',
];
const right: RestrictedObservation = {
  inForce,
  answer: {
    status: 200,
    usually: 200,
    brief: 'GET /tasks → 200',
    shown: 'GET /tasks → 200 [{"id":1}]',
  },
  usage: { works: true, shown: 'POST, GET, PUT on /tasks', table: 'public.tasks' },
  logs: '',
};
const dies = (logs: string): RestrictedObservation => ({
  inForce,
  fault: { symptom: 'The container exited (exit code 1)', actual: logs },
});

describe('with fewer rights', () => {
  it.each<[string, Restriction, RestrictedObservation, 'PASS' | 'FAIL', RegExp]>([
    [
      'it answers and writes',
      readOnlyRoot,
      right,
      'PASS',
      /With --read-only, which docker inspect confirms, and still up 5 s after its start: GET \/tasks → 200; POST, GET, PUT on \/tasks, in table public.tasks"/,
    ],
    ['nothing to write is known', user, { ...right, usage: undefined }, 'PASS', /no resource is/],
    [
      'a verb fails without the restriction too',
      user,
      {
        ...right,
        usage: { works: false, shown: 'PUT /t/1 → 500', table: undefined },
        failsAnyway: true,
      },
      'PASS',
      /; this goes wrong without it, too: PUT \/t\/1 → 500/,
    ],
    [
      'it answers as it always does',
      user,
      {
        ...right,
        answer: { status: 404, usually: 404, brief: 'GET / → 404', shown: 'GET / → 404' },
      },
      'PASS',
      /→ 404/,
    ],
    [
      'it dies: EROFS',
      readOnlyRoot,
      dies('Error: EROFS: read-only file system, mkdir'),
      'FAIL',
      /exited.*file of its own image/,
    ],
    [
      'it dies: setuid',
      noCapability,
      dies('Error: EPERM, Operation not permitted setgid'),
      'FAIL',
      /CAP_SETUID/,
    ],
    [
      'it dies: chown',
      noCapability,
      dies('chown: /data: Operation not permitted'),
      'FAIL',
      /CAP_CHOWN/,
    ],
    [
      'it dies: a file of another',
      noCapability,
      dies('EACCES: permission denied, open'),
      'FAIL',
      /bound by permissions/,
    ],
    [
      'it dies: no such user',
      user,
      dies("KeyError: 'getpwuid(): uid not found: 41234'"),
      'FAIL',
      /looks its own user up/,
    ],
    [
      'it dies: a file of another user',
      user,
      dies('EACCES: permission denied'),
      'FAIL',
      /used only by the user it was built for/,
    ],
    ['it dies without a word', user, dies(''), 'FAIL', /needs the user/],
    [
      'it cannot even start',
      noCapability,
      { ...dies('exec: operation not permitted'), inForce: undefined },
      'FAIL',
      /--cap-drop ALL --security-opt=no-new-privileges/,
    ],
    [
      'it answers worse',
      readOnlyRoot,
      { ...right, answer: { status: 500, usually: 200, brief: '', shown: 'GET /tasks → 500' } },
      'FAIL',
      /→ 500, and 200 without it/,
    ],
    [
      'it writes no more, and says why in its log',
      readOnlyRoot,
      {
        ...right,
        usage: { works: false, shown: 'PUT /tasks/1 → 500', table: 'public.tasks' },
        logs: 'EROFS',
      },
      'FAIL',
      /PUT \/tasks\/1 → 500, and it goes well without it.*file of its own image/,
    ],
  ])('%s', (_title, restriction, seen, status, says) => {
    const verdict = verdictOf(judgeRestricted(restriction, seen, 'docker run api:1'));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it.each<[string, Restriction, string, string[]]>([
    ['a writable file system', readOnlyRoot, '--read-only', []],
    ['capabilities', noCapability, '--cap-drop ALL', ['--cap-drop NET_RAW']],
    ['new privileges', noCapability, '--security-opt=no-new-privileges', []],
    ['the usual user', user, '--user 41234', ['--user appuser']],
  ])('tells nothing when the engine left it %s', (_title, restriction, without, instead) => {
    const left = [...inForce.filter((option) => option !== without), ...instead];
    const seen = { ...right, inForce: left };
    expect(() => verdictOf(judgeRestricted(restriction, seen, 'docker run api:1'))).toThrow(
      'docker inspect says',
    );
  });
});

it('looks again a while after the start: what runs in the background may die later', async () => {
  const server = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // What listens on TCP has one.
  const { port } = server.address() as AddressInfo;
  const started = performance.now();
  const container = {
    id: 'x',
    command: 'docker run api',
    baseUrl: () => `http://127.0.0.1:${port}`,
    answers: async () => `http://127.0.0.1:${port}`,
    logs: async () => 'EROFS: read-only file system',
    async mustRun() {
      if (performance.now() > started + 3000)
        throw new ImageFault({ evidence: 'it exited', expected: '', actual: 'EROFS', fix: '' });
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const parts = {
    engine: { docker: { read: async () => '--read-only' } },
    image: { reference: 'api', port: 8000, api: {} },
    containers: { launch: async () => container, command: () => 'run' },
    container: { ...container, mustRun: async () => {} },
  };
  const prove = async (container: object) =>
    verdictOf(
      await proveRestricted(
        readOnlyRoot,
        // Only what a restricted run asks of its parts.
        { ...parts, container } as never,
        AbortSignal.timeout(14_000),
      ),
    );
  try {
    const verdict = await prove(parts.container);
    expect(verdict).toMatchObject({ status: 'FAIL', diagnosis: expect.stringMatching(/write/) });
    // One that ends without the restriction as well is not read-only's fault.
    await expect(prove(container)).rejects.toMatchObject({ fail: { evidence: 'it exited' } });
  } finally {
    server.close();
  }
}, 30_000);

it('writes also where no database is looked into: a GET alone tells nothing of files', async () => {
  const kept: (object | undefined)[] = [];
  /** Keeps notes, or cannot write them. */
  const notes = async (isReadOnly: boolean) => {
    // Each keeps its own sessions.
    const session = `sid=${isReadOnly}`;
    const server = createServer(async (request, response) => {
      const [, collection, id] = (request.url ?? '').split('/');
      const answer = (status: number, value: unknown) =>
        response.writeHead(status).end(JSON.stringify(value));
      if (collection === 'login') response.setHeader('set-cookie', `${session}; Path=/`);
      if (collection !== 'notes') return answer(collection === 'login' ? 200 : 404, {});
      if (request.headers.cookie !== session) return answer(401, {});
      if (request.method === 'GET')
        return id
          ? answer(kept[Number(id)] ? 200 : 404, kept[Number(id)] ?? {})
          : answer(200, kept.filter(Boolean));
      if (isReadOnly) return answer(500, { error: 'EROFS: read-only file system' });
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString() || '{}');
      const at = id ? Number(id) : kept.length;
      if (id && kept[at] === undefined) return answer(404, {});
      kept[at] = request.method === 'DELETE' ? undefined : { id: at, ...body };
      return answer(id ? 200 : 201, kept[at] ?? {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const container = {
      id: 'x',
      command: 'docker run api',
      baseUrl: () => `http://127.0.0.1:${port}`,
      answers: async () => `http://127.0.0.1:${port}`,
      logs: async () => '',
      mustRun: async () => {},
      [Symbol.asyncDispose]: async () => void server.close(),
    };
    return container;
  };
  const login = { path: '/login', method: 'POST', token: 'token', header: '' };
  const api = { resource: '/notes', body: { text: 'A b' }, login };
  const restricted = await notes(true);
  await using container = await notes(false);
  const parts = {
    engine: { docker: { read: async () => '--read-only' } },
    image: { reference: 'api', port: 8000, api },
    containers: { launch: async () => restricted, command: () => 'run' },
    container,
  };
  const verdict = verdictOf(
    await proveRestricted(readOnlyRoot, parts as never, AbortSignal.timeout(20_000)),
  );
  expect(verdict).toMatchObject({ status: 'FAIL' });
  expect(JSON.stringify(verdict)).toMatch(/POST \/notes → 500.*, and it goes well without it/);
}, 30_000);
