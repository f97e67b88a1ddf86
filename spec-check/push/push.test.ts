import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { connectDocker } from '../docker/docker.ts';
import { findEngine } from '../docker/engine.ts';
import { debianImage } from '../offline/debian-image.ts';
import { registryImage } from '../offline/helper-images.ts';

/** The command as people run it, against a real registry with TLS and passwords. */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const docker = connectDocker();
const id = randomBytes(4).toString('hex');
const registry = `push-test-registry-${id}`;
const network = `push-test-${id}`;
const password = 'a registry password';
/** What `htpasswd -B` makes of that one for `pusher`, with the least rounds. */
const passwords = 'pusher:$2y$05$abcdefghijklmnopqrstuutzTeq0qVHW6Clx6gLo8rDRO5a3cAd82\n';

let folder: string;
let host: string;
let repository: string;
let trusted: string;
const made: string[] = [];

beforeAll(async () => {
  const setUp = { log: () => {}, signal: AbortSignal.timeout(180_000) };
  await findEngine(setUp);
  const image = await debianImage(registryImage, { docker, ...setUp });
  folder = await mkdtemp(path.join(tmpdir(), 'push-test-'));
  await writeFile(path.join(folder, 'htpasswd'), passwords);
  // Not 127.0.0.1, where engines do without TLS; and older engines name no gateway of their own bridge.
  await docker.read(['network', 'create', network], setUp);
  const gateway = '{{(index .IPAM.Config 0).Gateway}}';
  const address = (
    await docker.read(['network', 'inspect', '--format', gateway, network], setUp)
  ).trim();
  await execa('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', '/CN=registry', '-addext', `subjectAltName=IP:${address}`],
    ...['-keyout', path.join(folder, 'server.key'), '-out', path.join(folder, 'server.crt')],
  ]);
  await docker.read(
    [
      ...['run', '--detach', '--name', registry, '--network', network],
      ...['--volume', `${folder}:/given:ro`],
      ...['--env', 'REGISTRY_HTTP_TLS_CERTIFICATE=/given/server.crt'],
      ...['--env', 'REGISTRY_HTTP_TLS_KEY=/given/server.key'],
      ...['--env', 'REGISTRY_AUTH=htpasswd', '--env', 'REGISTRY_AUTH_HTPASSWD_REALM=registry'],
      ...['--env', 'REGISTRY_AUTH_HTPASSWD_PATH=/given/htpasswd'],
      ...['--publish', `${address}::5000`, image],
    ],
    setUp,
  );
  host = (await docker.read(['port', registry, '5000/tcp'], setUp)).trim();
  repository = `${host}/team/push-test`;
  trusted = path.join('/etc/docker/certs.d', host);
  while (!(await accepts(host))) await sleep(50, undefined, { signal: setUp.signal });
}, 200_000);

afterAll(async () => {
  await docker.run(['rm', '--force', '--volumes', registry]);
  await docker.run(['network', 'rm', network]);
  if (made.length > 0) await docker.run(['rmi', '--force', ...made]);
  await rm(trusted, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

/** Whether anything listens there yet. */
async function accepts(host: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${host}`);
  const socket = connect(Number(port), hostname);
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  return connected.finally(() => socket.destroy());
}

/** A repository of git with one commit, and an image built from it. */
async function project(name: string, labels: Readonly<Record<string, string>> = {}) {
  const cwd = path.join(folder, name);
  await mkdir(cwd);
  await writeFile(path.join(cwd, 'package.json'), '{"name":"push-test","version":"1.2.3"}\n');
  await writeFile(path.join(cwd, 'Dockerfile'), 'FROM scratch\nCOPY package.json /\n');
  const git = (...args: readonly string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', name);
  const image = `push-test-${id}:${name}`;
  made.push(image);
  const options = Object.entries(labels).flatMap(([key, value]) => [
    '--label',
    `org.opencontainers.image.${key}=${value}`,
  ]);
  await docker.read(['build', '--quiet', ...options, '--tag', image, cwd]);
  const { stdout } = await git('rev-parse', 'HEAD');
  return { cwd, image, git, revision: stdout.trim() };
}

const settings = () => ({ DOCKER_CONFIG: path.join(folder, 'docker') });

async function push(cwd: string, image: string, ...args: readonly string[]) {
  return execa(process.execPath, [cli, 'push', image, ...args], {
    cwd,
    reject: false,
    all: true,
    timeout: 60_000,
    env: settings(),
  });
}

const digestOf = async (reference: string) => {
  const { stdout } = await execa('docker', ['manifest', 'inspect', '--verbose', reference], {
    env: settings(),
    reject: false,
  });
  return /"digest": "(sha256:[0-9a-f]{64})"/.exec(stdout)?.[1];
};

/** One after another: each needs what the one before has done. */
it('says what stands in the way, then pushes every tag, once', async () => {
  const { cwd, image, revision } = await project('first');

  const untrusted = await push(cwd, image, '--to', repository);
  expect(untrusted.stderr).toMatch(/^registry-tls: .*certificate/m);
  expect(untrusted.stderr).toContain(`/etc/docker/certs.d/${host}/ca.crt`);
  expect(untrusted.exitCode).toBe(3);

  await mkdir(trusted, { recursive: true });
  await execa('cp', [path.join(folder, 'server.crt'), path.join(trusted, 'ca.crt')]);
  const stranger = await push(cwd, image, '--to', repository);
  expect(stranger.stderr).toMatch(/^registry-login: Nobody is logged in/m);
  expect(stranger.stderr).toContain(`docker login ${host}`);
  expect(stranger.exitCode).toBe(3);

  await execa('docker', ['login', host, '--username', 'pusher', '--password-stdin'], {
    input: password,
    env: settings(),
  });
  const tried = await push(cwd, image, '--to', repository, '--dry-run');
  expect(tried.stdout).toContain(`docker push ${repository}:1.2.3`);
  expect(tried.stdout).toContain('Nothing was pushed.');
  expect(tried.exitCode).toBe(0);
  expect(await digestOf(`${repository}:1.2.3`)).toBeUndefined();

  const pushed = await push(cwd, image, '--to', repository);
  expect(pushed).toMatchObject({ exitCode: 0 });
  const tags = ['1.2.3', `git-${revision.slice(0, 12)}`, '1.2', 'latest'];
  const digests = await Promise.all(tags.map((tag) => digestOf(`${repository}:${tag}`)));
  expect(digests[0]).toMatch(/^sha256:/);
  expect(new Set(digests).size).toBe(1);
  for (const tag of tags) expect(pushed.stdout).toContain(`${repository}:${tag} is ${digests[0]}`);
  // The tags were made for the push alone.
  const here = await docker.read(['images', '--format', '{{.Repository}}', repository]);
  expect(here.trim()).toBe('');

  const again = await push(cwd, image, '--to', repository);
  expect(again.exitCode).toBe(0);
  for (const tag of tags) expect(again.stdout).toContain(`${repository}:${tag} is there already`);

  for (const { all } of [untrusted, stranger, tried, pushed, again]) {
    expect(all).not.toContain(password);
    expect(all).not.toContain(Buffer.from(`pusher:${password}`).toString('base64'));
    expect(all).not.toMatch(/\n {4}at /);
  }
}, 120_000);

it('gives a version no other content, and moves nothing then', async () => {
  const { cwd, image } = await project('second', { note: 'other content' });
  const before = await digestOf(`${repository}:latest`);
  expect(before).toBeDefined();
  const refused = await push(cwd, image, '--to', repository);
  expect(refused.stderr).toMatch(/^tag-taken: .*:1\.2\.3 is there already, with other content/m);
  expect(refused.exitCode).toBe(2);
  expect(await digestOf(`${repository}:latest`)).toBe(before);

  const raised = await push(cwd, image, '--to', repository, '--release', 'v1.2.4');
  expect(raised.exitCode).toBe(0);
  expect(await digestOf(`${repository}:1.2.3`)).toBe(before);
  expect(await digestOf(`${repository}:1.2`)).not.toBe(before);

  const preview = await push(cwd, image, '--to', repository, '--release', '1.3.0-rc.1');
  expect(preview.stdout).toMatch(/latest +left out: 1\.3\.0-rc\.1 is a pre-release/);
  expect(preview.exitCode).toBe(0);
  expect(await digestOf(`${repository}:1.3`)).toBeUndefined();
}, 120_000);

it('pushes no version of a tree that no commit holds, nor an image of another commit', async () => {
  const { cwd, image, revision } = await project('third');
  await writeFile(path.join(cwd, 'new.txt'), '');
  const dirty = await push(cwd, image, '--to', repository, '--release', '9.0.0');
  expect(dirty.stderr).toMatch(/^tree-dirty: /m);
  expect(dirty.stderr).toContain('?? new.txt');
  expect(dirty.exitCode).toBe(2);

  const old = await project('fourth', { revision: revision, version: '9.0.0' });
  const other = await push(old.cwd, old.image, '--to', repository);
  expect(other.stderr).toMatch(/^other-commit: /m);
  expect(other.exitCode).toBe(2);

  const labelled = await project('fifth', { version: '9.0.0' });
  const claimed = await push(
    labelled.cwd,
    labelled.image,
    '--to',
    repository,
    '--release',
    '9.0.1',
  );
  expect(claimed.stderr).toMatch(/^other-version: /m);
  expect(await digestOf(`${repository}:9.0.0`)).toBeUndefined();
  expect(await digestOf(`${repository}:9.0.1`)).toBeUndefined();
}, 120_000);

it.each([
  [['--to', 'acme/task:1'], 'Leave the tag out'],
  [['--to', 'localhost:1/api'], 'cannot be reached'],
  [['--to', 'acme/api', '--release', '1.2'], 'MAJOR.MINOR.PATCH'],
] as const)(
  '%j gives the next step: %s',
  async (args, hint) => {
    const { cwd, image } = await project(`refused-${args.join('').replace(/\W/g, '')}`);
    const { stderr, exitCode } = await push(cwd, image, ...args);
    expect(stderr).toContain(hint);
    expect(exitCode).toBe(hint === 'cannot be reached' ? 3 : 2);
  },
  60_000,
);

it('names an image that is not there', async () => {
  const { cwd } = await project('none');
  const { stderr, exitCode } = await push(cwd, 'no-such-image:x', '--to', 'acme/api');
  expect(stderr).toMatch(/^no-such-image: /m);
  expect(exitCode).toBe(2);
});
