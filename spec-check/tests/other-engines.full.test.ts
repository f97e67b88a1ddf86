import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type BuiltImage, builtImage } from '../../api/tests/image.ts';
import { imageSize } from '../checks/image-size/check.ts';
import { verdictOf } from '../checks/tests/run-check.ts';
import { connectDocker } from '../docker/docker.ts';
import { runLabels } from '../docker/labels.ts';
import type { Docker } from '../model/docker.ts';
import type { Report } from '../model/report.ts';
import type { Engine, Image } from '../model/resources.ts';
import { type DebianImage, debianImage } from '../offline/debian-image.ts';
import { engineImage, engineRunOptions } from '../offline/helper-images.ts';
import { image } from '../resources/image.ts';
import type { RunOptions } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { type ResourcePool, resourcePool } from '../run/pool.ts';
import { Secrets } from '../secrets/redact.ts';
import { newerRelease, otherPackages } from './tools/other-packages.ts';

/**
 * What the stand-in second engine does not show: an engine that keeps its images in containerd, and one
 * that is reached by an address, a context or ssh. One engine is all of them. It lives in a container for as
 * long as these tests, on a network of this machine, with no port published.
 */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const work = new AsyncDisposableStack();
const name = `spec-check-test-engine-${randomBytes(4).toString('hex')}`;
let folder: string;
let spec: string;
let built: BuiltImage;
let first: Engine;
let address: string;
let other: Docker;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-engines-'));
  work.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o700);
  spec = path.join(folder, 'spec.md');
  const promise = 'Image can be pulled and run on a different machine';
  await writeFile(spec, `# T\n\n## Success Criteria\n\n- [ ] ${promise}\n`);
  built = work.use(await builtImage());
  first = await poolWith().get('engine');
  const settings = path.join(folder, 'daemon.json');
  await writeFile(settings, '{"features":{"containerd-snapshotter":true}}');
  const made = await newer(engineImage, 'docker-cli');
  work.defer(async () => {
    await first.docker.run(['rm', '--force', '--volumes', name]);
  });
  await first.docker.read([
    ...[
      'run',
      '--detach',
      '--name',
      name,
      ...runLabels(name),
      ...engineRunOptions,
      '--network',
      first.network.name,
    ],
    ...['--volume', `${settings}:/etc/docker/daemon.json:ro`, '--volume', '/var/lib/containerd'],
    ...[made, 'dockerd', '--host=unix:///var/run/docker.sock', '--host=tcp://0.0.0.0:2375'],
    ...['--tls=false', `--insecure-registry=${first.network.subnet}`],
  ]);
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  address = (await first.docker.read(['inspect', '--format', format, name])).trim();
  other = connectDocker({ command: ['docker', '--host', `tcp://${address}:2375`] });
  await answers(other);
}, 240_000);

afterAll(() => work.disposeAsync(), 60_000);

describe('an engine that keeps its images in containerd', () => {
  it('has the same size for an image, and the evidence names what docker images prints there', async () => {
    const driver = await other.read(['info', '--format', '{{json .DriverStatus}}']);
    expect(driver).toContain('io.containerd.snapshotter');
    await copyImage();
    const [here, there] = await Promise.all([imageOn(first.docker), imageOn(other)]);
    // containerd counts the last block of each file as a whole one.
    expect(there.bytes / here.bytes).toBeGreaterThanOrEqual(1);
    expect(there.bytes / here.bytes).toBeLessThan(1.002);
    expect(there.contents).toEqual(here.contents);
    expect(here.bytes).toBeGreaterThan(50_000_000);
    expect(there.listedSize).not.toBe(here.listedSize);
    expect(there.config).toEqual(here.config);
    const evidence = async (image: Image) =>
      (await verdictOf(imageSize, { op: '<', bytes: 200_000_000 }, { image })).evidence;
    expect(await evidence(here)).toMatch(/^11\d\.\d MB unpacked, 8\d\.\d MB below.*00\.0 MB$/);
    expect(await evidence(there)).toMatch(
      new RegExp(
        `^11\\d\\.\\d MB unpacked, 8\\d\\.\\d MB below.*; docker images prints ${there.listedSize} here, because the containerd image store counts the compressed content as well$`,
      ),
    );
  }, 60_000);
});

describe('an engine that is reached by an address', () => {
  it('proves nothing while it has the image, which is left to who put it there; then pulls it by digest, runs it, and keeps nothing', async () => {
    const copy = (await other.read(['images', '--quiet'])).trim();
    expect(copy).not.toBe('');
    const run = () => checkedOn(`tcp://${address}:2375`);
    const refused = await run();
    expect((JSON.parse(refused.stdout) as Report).items[0]).toMatchObject({
      status: 'ERROR',
      evidence: expect.stringMatching(/has the image already.* rmi --force sha256:/),
    });
    expect((await other.read(['images', '--quiet'])).trim()).toBe(copy);
    await other.read(['rmi', '--force', copy]);

    expectPulled(await run(), `tcp://${address}:2375`);
    expect(await left()).toEqual(['', '']);
  }, 110_000);

  it('may be named by a docker context, which tells where its ports are', async () => {
    const context = name;
    const host = `host=tcp://${address}:2375`;
    await first.docker.read(['context', 'create', context, '--docker', host]);
    try {
      await using pool = poolWith(context);
      const second = await pool.get('secondEngine');
      expect(second).toMatchObject({ host: `tcp://${address}:2375`, standIn: undefined });
      expect(await second.docker.read(['info', '--format', '{{.ID}}'])).toBe(
        await other.read(['info', '--format', '{{.ID}}']),
      );
      expect(second.urlOf('0.0.0.0:32768')).toBe(`http://${address}:32768`);
    } finally {
      await first.docker.run(['context', 'rm', '--force', context]);
    }
  });

  it('is refused when it is the first engine, under another address', async () => {
    const [, file] = /^unix:\/\/(.+)$/.exec(first.host) ?? [];
    if (file === undefined) throw new Error(`Expected an engine at a socket, got ${first.host}.`);
    const door = path.join(folder, 'other.sock');
    const server = createServer((client) => {
      const engine = connect(file);
      client.pipe(engine).pipe(client);
      for (const socket of [client, engine]) socket.on('error', () => client.destroy());
    });
    await once(server.listen(door), 'listening');
    try {
      await using pool = poolWith(`unix://${door}`);
      await expect(pool.get('secondEngine')).rejects.toThrow(
        `The second engine unix://${door} is the one that the image is built on`,
      );
    } finally {
      server.close();
    }
  });

  it('is refused when nobody answers there', async () => {
    await using pool = poolWith('tcp://127.0.0.1:9');
    await expect(pool.get('secondEngine')).rejects.toThrow(
      /The second engine tcp:\/\/127\.0\.0\.1:9 does not answer/,
    );
  });
});

describe('an engine that is reached over ssh', () => {
  it('pulls by digest over it, runs it, and keeps nothing', async () => {
    const host = `ssh://root@${address}`;
    await using ssh = await sshServer();
    const ended = await checkedOn(host, { PATH: `${ssh.clients}:${process.env.PATH}` });
    expectPulled(ended, host);
    expect(await left()).toEqual(['', '']);
  }, 110_000);

  it('may be the first engine', async () => {
    const own = path.join(folder, 'first.md');
    const promises = '- [ ] `/health` returns 200\n- [ ] Tasks survive a container restart\n';
    await writeFile(own, `# T\n\n## Success Criteria\n\n${promises}`);
    await copyImage();
    const host = `ssh://root@${address}`;
    await using ssh = await sshServer();
    const { stdout, stderr } = await execa(
      process.execPath,
      [cli, 'check', own, '--image', built.reference, '--format', 'json'],
      {
        ...{ cwd: folder, reject: false, timeout: 200_000 },
        env: { DATABASE_URL: '', DOCKER_HOST: host, PATH: `${ssh.clients}:${process.env.PATH}` },
      },
    );
    expect(stderr).toContain('The engine is on another machine');
    const { items, engine } = JSON.parse(stdout) as Report;
    expect(items.map(({ status, evidence }) => [status, evidence])).toEqual([
      ['PASS', expect.anything()],
      ['PASS', expect.anything()],
    ]);
    expect(engine?.host).toBe(host);
  }, 240_000);

  it('is refused with the words of ssh when nobody answers there', async () => {
    await using pool = poolWith('ssh://root@127.0.0.1:9');
    await expect(pool.get('secondEngine')).rejects.toThrow(
      /The second engine ssh:\/\/root@127\.0\.0\.1:9 does not answer \(.*Connection refused/,
    );
  });
});

/** Checks that the image runs on that engine, as a person would. */
function checkedOn(engine: string, env: Readonly<Record<string, string>> = {}) {
  const given = ['--image', built.reference, '--second-engine', engine, '--format', 'json'];
  return execa(process.execPath, [cli, 'check', spec, ...given], {
    cwd: folder,
    reject: false,
    timeout: 100_000,
    env: { DATABASE_URL: '', NODE_OPTIONS: '', ...env },
  });
}

function expectPulled(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  host: string,
): void {
  expect(stderr).toContain(`Pulling on ${host}`);
  const [item] = (JSON.parse(stdout) as Report).items;
  expect(item).toMatchObject({
    status: 'PASS',
    evidence: expect.stringMatching(
      /^Docker [\w.+]+ without a copy pulled sha256:[0-9a-f]{12}… in [\d.]+ s and ran it; there \/tasks: POST/,
    ),
  });
}

/** Images and containers of the other engine. */
function left(): Promise<string[]> {
  return Promise.all([
    other.read(['images', '--all', '--quiet']),
    other.read(['ps', '--all', '--quiet']),
  ]);
}

/** An image of the release after this machine's: only a newer engine can keep its images in containerd. */
async function newer(image: DebianImage, ...more: string[]): Promise<string> {
  const release = await newerRelease();
  if (release === undefined) throw new Error('These tests need a newer release of Debian.');
  const packages = [...image.packages, ...more];
  const source = await otherPackages(await mkdtemp(path.join(folder, 'apt-')), { release });
  const setUp = { docker: first.docker, log: () => {}, signal: signal() };
  return debianImage({ ...image, packages, source, key: [release] }, setUp);
}

interface SshServer extends AsyncDisposable {
  /** A folder with an `ssh` that has the key and knows the server, and reads nothing of this machine's user. */
  readonly clients: string;
}

/** An SSH server at the engine's address, whose one key may do what Docker's client asks for: reach that engine. */
async function sshServer(): Promise<SshServer> {
  const image = await newer({
    repository: 'spec-check-test/ssh',
    packages: ['dropbear-bin', 'dash', 'docker.io', 'docker-cli'],
    files: {
      '/etc/passwd': 'root:*:0:0:root:/root:/bin/sh\n',
      '/etc/group': 'root:x:0:\n',
      '/etc/dropbear/README': 'Keys of the host.\n',
    },
    cmd: ['dropbear', '-F', '-E', '-R', '-s'],
  });
  const keys = await mkdtemp(path.join(folder, 'ssh-'));
  const file = (name: string) => path.join(keys, name);
  await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file('key')]);
  const forced = 'command="DOCKER_HOST=tcp://127.0.0.1:2375 docker system dial-stdio"';
  await writeFile(file('authorized'), `${forced} ${await readFile(file('key.pub'), 'utf8')}`);
  await writeFile(
    file('config'),
    `IdentityFile ${file('key')}\nUserKnownHostsFile ${file('known')}\nStrictHostKeyChecking accept-new\n`,
  );
  const { stdout: program } = await execa('which', ['ssh']);
  await writeFile(file('ssh'), `#!/bin/sh\nexec ${program} -F ${file('config')} "$@"\n`);
  await chmod(file('ssh'), 0o755);
  const id = await first.docker.read([
    ...['run', '--detach', '--network', `container:${name}`],
    ...['--volume', `${file('authorized')}:/root/.ssh/authorized_keys:ro`, image],
  ]);
  return {
    clients: keys,
    async [Symbol.asyncDispose]() {
      await first.docker.run(['rm', '--force', '--volumes', id]);
    },
  };
}

async function answers(docker: Docker): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const version = docker.run(['version'], { timeout: 10_000 });
    if (
      await version.then(
        ({ exitCode }) => exitCode === 0,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  const { all } = await first.docker.run(['logs', '--tail', '5', name]);
  throw new Error(`Expected an engine within 30 s, got: ${all}`);
}

async function copyImage(): Promise<void> {
  const load = execa('docker', [...other.command.slice(1), 'load'], { timeout: 60_000 });
  await pipeline(first.docker.stream(['save', built.reference]), load.stdin);
  await load;
}

async function imageOn(docker: Docker): Promise<Image> {
  await using scope = new AsyncDisposableStack();
  const build = { kind: 'given', reference: built.reference } as const;
  return image.acquire({ engine: { ...first, docker }, build }, context(), scope);
}

function poolWith(secondEngine?: string): ResourcePool {
  return work.use(resourcePool(resources, context(secondEngine), () => {}));
}

function context(secondEngine?: string) {
  const options: RunOptions = {
    ...{
      context: folder,
      image: built.reference,
      name: 'x',
      dockerfile: '',
      required: [],
      settings: {},
    },
    ...{
      portInSpec: undefined,
      portVariable: undefined,
      registry: undefined,
      secondEngine,
      databaseUrl: undefined,
    },
    ...{ allowExec: false, timeout: 20_000 },
  };
  const runId = randomBytes(4).toString('hex');
  return { runId, options, signal: signal(), secrets: new Secrets(), progress: () => {} };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(240_000);
}
