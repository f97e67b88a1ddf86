import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { connectDocker } from '../docker/docker.ts';
import type { Docker } from '../model/docker.ts';
import type { Report } from '../model/report.ts';
import { nodeBaseImage } from '../offline/base-image.ts';
import { debianImage } from '../offline/debian-image.ts';
import {
  busyboxImage,
  engineImage,
  engineRunOptions,
  postgresImage,
  registryImage,
} from '../offline/helper-images.ts';

/** The first engine on another machine, as `docker:dind` is for a job of GitLab: in a container with an address of its own. */
const name = `spec-check-test-remote-${randomBytes(4).toString('hex')}`;
const here = connectDocker();
let address: string;

beforeAll(async () => {
  const signal = AbortSignal.timeout(200_000);
  const packages = [...engineImage.packages, 'procps'];
  const image = await debianImage(
    { ...engineImage, packages },
    { docker: here, log: () => {}, signal },
  );
  await here.read(['network', 'create', '--subnet', '10.219.7.0/24', name]);
  await here.read([
    ...['run', '--detach', '--name', name, '--network', name, ...engineRunOptions, image],
    ...['dockerd', '--host=unix:///var/run/docker.sock', '--host=tcp://0.0.0.0:2375'],
    ...['--tls=false', '--bip=10.219.8.1/24'],
  ]);
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  address = (await here.read(['inspect', '--format', format, name])).trim();
  await answers(connectDocker({ command: ['docker', '--host', `tcp://${address}:2375`] }));
}, 240_000);

afterAll(async () => {
  await here.run(['rm', '--force', '--volumes', name]);
  await here.run(['network', 'rm', name]);
}, 60_000);

it('proves every line of its own spec on an engine that is reached over tcp', async () => {
  const project = path.join(import.meta.dirname, '../..');
  const ended = await execa(
    process.execPath,
    [path.join(project, 'spec-check/cli.ts'), '--format', 'json'],
    {
      cwd: project,
      env: { DOCKER_HOST: `tcp://${address}:2375`, DATABASE_URL: '', NODE_OPTIONS: '' },
      reject: false,
    },
  );
  expect(ended.stderr).toContain('The engine is on another machine, so ports are opened on all');
  const { items, engine } = JSON.parse(ended.stdout) as Report;
  expect(items.filter(({ status }) => status !== 'PASS').map(({ evidence }) => evidence)).toEqual(
    [],
  );
  expect(engine?.host).toBe(`tcp://${address}:2375`);
}, 500_000);

it('proves every line of its own spec from a container that was given the socket', async () => {
  const project = path.join(import.meta.dirname, '../..');
  const packages = [...engineImage.packages, 'libstdc++6', 'libatomic1'];
  const signal = AbortSignal.timeout(200_000);
  const set = { docker: here, log: () => {}, signal };
  const image = await debianImage({ ...engineImage, packages }, set);
  // The container has no apt to make them with, where no image registry is in reach.
  const base = await nodeBaseImage(set);
  for (const one of [busyboxImage, engineImage, postgresImage, registryImage])
    await debianImage(one, set);
  const { stdout, stderr } = await here.run(
    [
      ...['run', '--rm', '--volume', '/var/run/docker.sock:/var/run/docker.sock'],
      // The trust of this machine, by which packages and clients of the image are fetched.
      ...['--volume', '/etc/ssl/certs:/etc/ssl/certs:ro', '--volume', `${project}:${project}`],
      ...['--workdir', project, '--env', `NODE_IMAGE=${base.reference}`, image],
      ...[process.execPath, 'spec-check/cli.ts', '--format', 'json'],
    ],
    { timeout: 400_000 },
  );
  expect(stderr).toContain('The engine is outside this container, so ports are opened on all');
  const { items } = JSON.parse(stdout) as Report;
  const open = items.filter(({ status }) => status !== 'PASS').map(({ evidence }) => evidence);
  expect(open).toEqual([]);
}, 500_000);

async function answers(docker: Docker): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const asked = await docker.run(['version'], { timeout: 10_000 }).catch(() => undefined);
    if (asked?.exitCode === 0) return;
    await sleep(200);
  }
  throw new Error('The engine on the other machine does not answer.');
}
