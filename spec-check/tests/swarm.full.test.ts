import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { builtImage } from '../../api/tests/image.ts';
import { connectDocker } from '../docker/docker.ts';
import { runLabels } from '../docker/labels.ts';
import type { Docker } from '../model/docker.ts';
import { debianImage } from '../offline/debian-image.ts';
import {
  engineImage,
  engineRunOptions,
  haproxyImage,
  postgresImage,
} from '../offline/helper-images.ts';
import { startLoad } from './tools/cluster-load.ts';

/**
 * The stack of `specs/examples/swarm` on a swarm of three engines, each in a container, and PostgreSQL in
 * one more. One story: what a test leaves is what the next begins with.
 */
const work = new AsyncDisposableStack();
const name = `spec-check-test-swarm-${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');
const here = connectDocker();
const nodes: { readonly container: string; readonly address: string; readonly docker: Docker }[] =
  [];
const images: Record<'haproxy' | 'first' | 'second' | 'broken', string> = {
  haproxy: '',
  first: '',
  second: '',
  broken: '',
};
let manager: Docker;

beforeAll(async () => {
  const make = { docker: here, log: () => {}, signal: AbortSignal.timeout(200_000) };
  const [engine, postgres] = [
    await debianImage(engineImage, make),
    await debianImage(postgresImage, make),
  ];
  images.haproxy = await debianImage(haproxyImage, make);
  for (const [key, version] of [
    ['first', '1.0.0'],
    ['second', '1.1.0'],
  ] as const) {
    const built = work.use(await builtImage({ options: ['--build-arg', `VERSION=${version}`] }));
    images[key] = built.reference;
  }
  // It starts, and never listens.
  images.broken = `${images.second}-broken`;
  const idle = `FROM ${images.second}\nCMD ["node", "-e", "setInterval(() => {}, 1000)"]\n`;
  await here.read(['build', '--tag', images.broken, '-'], { input: idle });
  work.defer(async () => {
    await here.run(['rmi', '--force', images.broken]);
  });

  await here.read(['network', 'create', '--subnet', '10.221.7.0/24', name]);
  work.defer(async () => {
    await here.run(['network', 'rm', name]);
  });
  const start = async (kind: string, options: readonly string[], command: readonly string[]) => {
    const container = `${name}-${kind}`;
    const fixed = ['--detach', '--name', container, '--hostname', kind, '--network', name];
    work.defer(async () => {
      await here.run(['rm', '--force', '--volumes', container]);
    });
    await here.read(['run', ...fixed, ...runLabels(name), ...options, ...command]);
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    const address = (await here.read(['inspect', '--format', format, container])).trim();
    return { container, address };
  };
  const inMemory = ['--user', '999:999', '--tmpfs', '/data:uid=999,gid=999,mode=700'];
  const database = await start(
    'database',
    [...inMemory, '--shm-size', '256m', '--env', `PASSWORD=${password}`, '--entrypoint', 'sh'],
    [postgres, '-c', startPostgres],
  );
  for (const [index, kind] of ['node1', 'node2', 'node3'].entries()) {
    const node = await start(kind, engineRunOptions, [
      ...[engine, 'dockerd', '--host=unix:///var/run/docker.sock', '--host=tcp://0.0.0.0:2375'],
      ...['--tls=false', `--bip=10.221.${8 + index}.1/24`],
    ]);
    const docker = connectDocker({ command: ['docker', '--host', `tcp://${node.address}:2375`] });
    nodes.push({ ...node, docker });
  }
  manager = nodes[0]?.docker ?? here;
  await until('three engines', async () => {
    const asked = nodes.map(({ docker }) => docker.run(['version'], { timeout: 10_000 }));
    return (await Promise.all(asked)).every(({ exitCode }) => exitCode === 0);
  });
  const save = ['save', ...Object.values(images)];
  await Promise.all(
    nodes.map(async ({ docker }) => {
      const load = execa('docker', [...docker.command.slice(1), 'load'], { timeout: 100_000 });
      await pipeline(here.stream(save), load.stdin);
      await load;
    }),
  );

  const first = nodes[0]?.address ?? '';
  const pool = ['--default-addr-pool', '10.222.0.0/16'];
  await manager.read(['swarm', 'init', '--advertise-addr', first, ...pool]);
  const token = (await manager.read(['swarm', 'join-token', '--quiet', 'worker'])).trim();
  for (const { docker } of nodes.slice(1))
    await docker.read(['swarm', 'join', '--token', token, `${first}:2377`]);
  await manager.read(['secret', 'create', 'database_url', '-'], {
    input: `postgres://tasks:${password}@${database.address}:5432/postgres`,
  });
}, 240_000);

afterAll(() => work.disposeAsync(), 60_000);

it('is deployed, and every node answers for it', async () => {
  await deploy({ CPUS: '0.25', REPLICAS: '1' });
  await converged(1);
  for (const { address } of nodes)
    await until(`an answer of ${address}`, async () => (await get(address, '/ready')) === 200);
  const api = await inspectReplica();
  expect(api.HostConfig).toMatchObject({
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    Memory: 256 * 1024 ** 2,
    PidsLimit: 64,
    NanoCpus: 250_000_000,
  });
  expect(api.Config.User).toBe('1000:1000');
  expect(JSON.stringify(api)).not.toContain(password);
}, 60_000);

it('scales from 1 to 6 under load, without a lost request', async () => {
  const { result } = await under(async () => {
    await deploy({ CPUS: '0.25', REPLICAS: '6' });
    await converged(6);
    await sleep(3000);
  });
  expect(result).toMatchObject({ retried: {}, failed: [] });
}, 60_000);

it('says what more replicas give when each may use a quarter of a core', async () => {
  await throughput({ CPUS: '0.25' });
}, 100_000);

it('updates under load: no request has to be repeated, none is lost', async () => {
  const { result } = await under(() => updated({ IMAGE: images.second, REPLICAS: '6' }));
  expect(result).toMatchObject({ retried: {}, failed: [] });
  for (const { address } of nodes) expect(await versionAt(address)).toBe('1.1.0');
}, 100_000);

it('takes an update back that never becomes healthy, and no request notices', async () => {
  const { outcome, result } = await under(() =>
    updated({ IMAGE: images.broken, REPLICAS: '6' }, 'rollback_completed'),
  );
  expect(outcome).toBe(images.second);
  expect(result).toMatchObject({ retried: {}, failed: [] });
  await converged(6);
}, 120_000);

it('says what more replicas give when each may use a core', async () => {
  await throughput({ CPUS: '1', IMAGE: images.second });
}, 100_000);

it('loses only what was in flight on a node that is killed, within the one retry of the client', async () => {
  const dead = nodes.at(-1);
  if (dead === undefined) throw new Error('There is no third node.');
  const { result } = await under(async () => {
    await sleep(3000);
    await here.read(['kill', dead.container]);
    await until('the node to be given up', async () =>
      (await manager.read(['node', 'ls', '--format', '{{.Status}}'])).includes('Down'),
    );
    await sleep(12_000);
  });
  expect(result.failed).toEqual([]);
  const retries = Object.values(result.retried).reduce((sum, count) => sum + count, 0);
  // Each client has one request in flight.
  expect(retries).toBeLessThanOrEqual(clients);
  const places = ['service', 'ps', '--filter', 'desired-state=running', '--format', '{{.Node}}'];
  const running = await manager.read([...places, 'task-api_api']);
  expect(running.trim().split('\n').sort().join(' ')).toBe('node1 node1 node1 node2 node2 node2');
}, 100_000);

const clients = 12;

/** The load of a test, for as long as something is done; and whether each task was made once. */
async function under<T>(act: () => Promise<T>) {
  const title = randomBytes(6).toString('hex');
  const load = startLoad({ hosts: hosts(), clients, title, pause: 10 });
  await sleep(1000);
  // Also when it fails, so that no load outlives its test.
  const [ended] = await Promise.allSettled([act()]);
  await sleep(1000);
  const result = await load.stop();
  if (ended.status === 'rejected') throw ended.reason;
  const { answered, created, retried, failed } = result;
  const { currentTestName } = expect.getState();
  process.stderr.write(
    `${currentTestName}: ${JSON.stringify({ answered, created, retried, failed })}\n`,
  );
  expect(await rows(title)).toBe(created);
  return { outcome: ended.value, result };
}

/** What the machine gives that all of it runs on: no claim, so nothing is expected but answers. */
async function throughput(settings: Readonly<Record<string, string>>): Promise<void> {
  const figures: string[] = [];
  for (const count of [1, 2, 4, 6]) {
    await deploy({ ...settings, REPLICAS: String(count) });
    await converged(count);
    await sleep(3000);
    const load = startLoad({ hosts: hosts(), clients: 24, title: 'throughput' });
    await sleep(4000);
    const { perSecond, failed } = await load.stop();
    expect(failed).toEqual([]);
    figures.push(`${count}: ${perSecond}`);
  }
  process.stderr.write(`CPUS=${settings.CPUS}, requests/s by replicas: ${figures.join(', ')}\n`);
}

function hosts(): string[] {
  return nodes.map(({ address }) => address);
}

async function deploy(settings: Readonly<Record<string, string>>): Promise<void> {
  const file = path.join(import.meta.dirname, '../../specs/examples/swarm/stack.yaml');
  const args = ['stack', 'deploy', '--resolve-image', 'never', '--compose-file', file];
  await manager.read([...args, 'task-api'], {
    env: { IMAGE: images.first, HAPROXY_IMAGE: images.haproxy, POOL_SIZE: '5', ...settings },
  });
}

interface Service {
  readonly Spec: { readonly TaskTemplate: { readonly ContainerSpec: { readonly Image: string } } };
  readonly UpdateStatus?: { readonly State: string; readonly StartedAt: string };
}

async function service(): Promise<Service> {
  const format = ['service', 'inspect', '--format', '{{json .}}', 'task-api_api'];
  return JSON.parse(await manager.read(format));
}

/** The image that the service has once an update has come to that end. */
async function updated(settings: Readonly<Record<string, string>>, end = 'completed') {
  const before = (await service()).UpdateStatus?.StartedAt;
  await deploy(settings);
  await until(`an update that is ${end}`, async () => {
    const { UpdateStatus } = await service();
    return UpdateStatus?.StartedAt !== before && UpdateStatus?.State === end;
  });
  return (await service()).Spec.TaskTemplate.ContainerSpec.Image;
}

async function converged(count: number): Promise<void> {
  const list = ['service', 'ls', '--filter', 'name=task-api_api', '--format', '{{.Replicas}}'];
  await until(
    `${count} replicas`,
    async () => (await manager.read(list)).trim() === `${count}/${count}`,
  );
}

interface Replica {
  readonly Config: { readonly User: string };
  readonly HostConfig: object;
}

async function inspectReplica(): Promise<Replica> {
  const list = ['ps', '--quiet', '--filter', 'name=task-api_api'];
  for (const { docker } of nodes) {
    const [id = ''] = (await docker.read(list)).split('\n');
    if (id !== '') return JSON.parse(await docker.read(['inspect', id]))[0];
  }
  throw new Error('No node has a replica.');
}

async function rows(title: string): Promise<number> {
  const query = `select count(*) from tasks where title = '${title}'`;
  const psql = `${postgresPath}; psql --host=/tmp --username=tasks --tuples-only --dbname=postgres`;
  const command = ['sh', '-c', `${psql} --command "${query}"`];
  const counted = await here.read(['exec', `${name}-database`, ...command]);
  return Number(counted.trim());
}

async function get(address: string, target: string): Promise<number> {
  const signal = AbortSignal.timeout(3000);
  return fetch(`http://${address}:8080${target}`, { signal }).then(
    ({ status }) => status,
    () => 0,
  );
}

async function versionAt(address: string): Promise<string> {
  const answer = await fetch(`http://${address}:8080/version`, {
    signal: AbortSignal.timeout(3000),
  });
  return ((await answer.json()) as { version: string }).version;
}

async function until(what: string, holds: () => Promise<boolean>, seconds = 80): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (await holds().catch(() => false)) return;
    await sleep(300);
  }
  throw new Error(`Expected ${what} within ${seconds} s.`);
}

/** Debian keeps the programs where no PATH looks. */
const postgresPath = `export PATH="$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')"`;

const startPostgres = `${postgresPath}
echo "$PASSWORD" > /tmp/password
initdb --pgdata=/data --username=tasks --pwfile=/tmp/password --auth-local=trust \
  --auth-host=scram-sha-256 --no-sync >/dev/null || exit
echo 'host all all all scram-sha-256' >> /data/pg_hba.conf
exec postgres -D /data -k /tmp -c listen_addresses='*' -c max_connections=100 -c fsync=off`;
