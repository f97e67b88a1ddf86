import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { builtImage } from '../../api/tests/image.ts';
import { connectDocker } from '../docker/docker.ts';
import type { Report } from '../model/report.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage, postgresImage } from '../offline/helper-images.ts';

/** Rootless Docker of the distribution, run by an account that the test makes. */
const account = `spec-check-${randomBytes(3).toString('hex')}`;
const here = connectDocker();
const project = path.join(import.meta.dirname, '../..');

it('proves on rootless Docker what it proves on Docker, and tells whose root a process is', async () => {
  await using scope = new AsyncDisposableStack();
  const packages = ['rootlesskit', 'uidmap', 'slirp4netns'];
  await execa('apt-get', ['install', '--yes', '--no-install-recommends', ...packages]);
  const folder = await mkdtemp('/home/rootless-');
  await execa('useradd', ['--home-dir', folder, account]);
  scope.defer(async () => {
    await execa('userdel', [account]);
    await rm(folder, { recursive: true, force: true });
  });
  await execa('chown', [account, folder]);
  // As on any machine whose users make tunnels.
  await chmod('/dev/net/tun', 0o666);
  const socket = `unix://${folder}/docker.sock`;
  // The engine of this machine publishes ports of the usual range, and both would choose the same.
  const ports = 'echo 40000 49000 > /proc/sys/net/ipv4/ip_local_port_range';
  const daemon = path.join(folder, 'dockerd');
  await writeFile(daemon, `#!/bin/sh\n${ports}\nexec /usr/sbin/dockerd "$@"\n`, { mode: 0o755 });
  const PATH = `${folder}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const env = { XDG_RUNTIME_DIR: folder, HOME: folder, PATH };
  const script = '/usr/share/docker.io/contrib/dockerd-rootless.sh';
  const start = ['-u', account, '--', 'timeout', '400', 'sh', script, '--storage-driver', 'vfs'];
  const engine = execa('runuser', start, {
    env,
    cwd: folder,
    reject: false,
    killDescendants: true,
  });
  scope.defer(async () => {
    engine.kill();
    await engine;
  });
  const docker = connectDocker({ command: ['docker', '--host', socket] });
  for (let left = 100; left > 0; left -= 1) {
    const answer = await docker.run(['version']).catch(() => undefined);
    if (answer?.exitCode === 0) break;
    await sleep(200);
  }

  const { reference } = scope.use(await builtImage());
  const images = [reference];
  const set = { docker: here, log: () => {}, signal: AbortSignal.timeout(300_000) };
  for (const one of [busyboxImage, postgresImage]) images.push(await debianImage(one, set));
  const load = execa('docker', ['--host', socket, 'load']);
  await pipeline(here.stream(['save', ...images]), load.stdin);
  await load;
  const asRoot = `${account}:root`;
  const input = `FROM ${reference}\nUSER 0\n`;
  await docker.read(['build', '--tag', asRoot, '-'], { input, timeout: 120_000 });

  const lines = [
    'The container does not run as root',
    '`/health` returns 200',
    'CRUD endpoints work',
    'PORT is configurable',
    'The image has a HEALTHCHECK',
    'Handles SIGTERM gracefully',
  ];
  const spec = path.join(folder, 'spec.md');
  const list = lines.map((text) => `- [ ] ${text}\n`).join('');
  await writeFile(spec, `# T\n\n## Success Criteria\n\n${list}`);
  const check = async (...more: string[]) => {
    const command = ['spec-check/cli.ts', 'check', spec, '--format', 'json', ...more];
    const settings = { cwd: project, env: { DOCKER_HOST: socket }, reject: false };
    const { stdout } = await execa(process.execPath, command, settings);
    return (JSON.parse(stdout) as Report).items;
  };
  const items = await check('--image', reference);
  expect(items.map(({ text, status }) => [text, status])).toEqual(
    lines.map((text) => [text, 'PASS']),
  );
  expect(items[0]?.evidence).toContain('uid 1000');
  const [first] = await check('--image', asRoot, '--only', 'non-root');
  expect(first).toMatchObject({ status: 'FAIL', evidence: expect.stringContaining('uid 0') });
}, 600_000);
