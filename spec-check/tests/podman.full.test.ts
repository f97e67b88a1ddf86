import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { builtImage } from '../../api/tests/image.ts';
import { connectDocker } from '../docker/docker.ts';
import type { Report } from '../model/report.ts';
import { debianImage } from '../offline/debian-image.ts';
import {
  busyboxImage,
  engineImage,
  engineRunOptions,
  postgresImage,
  registryImage,
} from '../offline/helper-images.ts';

/** Podman of the distribution behind Docker's client, as on a machine of its own; in a container that has no systemd. */
const name = `spec-check-test-podman-${randomBytes(4).toString('hex')}`;
const project = path.join(import.meta.dirname, '../..');
const here = connectDocker();
const spec = path.join(project, `${name}.md`);

const settings = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  '/etc/group': 'root:x:0:\n',
  '/usr/sbin/iptables': '→ xtables-legacy-multi',
  '/usr/sbin/ip6tables': '→ xtables-legacy-multi',
  '/etc/containers/storage.conf':
    '[storage]\ndriver="overlay"\nrunroot="/run/containers"\ngraphroot="/var/lib/containers"\n',
  // Its own crun refuses machines that have both kinds of control groups.
  '/etc/containers/containers.conf':
    '[engine]\nruntime="runc"\ncgroup_manager="cgroupfs"\nevents_logger="file"\n',
};

const packages =
  'podman runc crun conmon netavark aardvark-dns iptables golang-github-containers-common catatonit busybox-static dash coreutils procps docker.io libstdc++6 libatomic1';

afterAll(async () => {
  await here.run(['rm', '--force', '--volumes', name]);
  await rm(spec, { force: true });
}, 60_000);

it('proves on Podman what it proves on Docker, and says where Podman stands in the way', async () => {
  await using scope = new AsyncDisposableStack();
  const set = { docker: here, log: () => {}, signal: AbortSignal.timeout(300_000) };
  const image = await debianImage(
    {
      repository: 'spec-check-test/podman',
      packages: packages.split(' '),
      files: settings,
      key: [JSON.stringify(settings)],
      cmd: ['podman'],
      async prepare(root) {
        await mkdir(path.join(root, 'var/tmp'));
        // Of packages that images of programs leave out.
        const libraries = `usr/lib/${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-gnu`;
        for (const library of ['libsemanage.so.2', 'libsepol.so.2'])
          await copyFile(`/${libraries}/${library}`, path.join(root, libraries, library));
      },
    },
    set,
  );
  const { reference } = scope.use(await builtImage());
  const socket = 'unix:///run/podman.sock';
  await here.read([
    ...['run', '--detach', '--name', name, ...engineRunOptions.slice(0, 8)],
    ...['--volume', '/var/lib/containers', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup'],
    ...['--tmpfs', '/run:exec', '--env', `DOCKER_HOST=${socket}`],
    ...['--volume', `${project}:${project}`, '--workdir', project, image],
    ...['podman', 'system', 'service', '--time', '0', socket],
  ]);
  for (let left = 100; left > 0; left -= 1) {
    const answer = await here.run(['exec', name, 'docker', 'version']).catch(() => undefined);
    if (answer?.exitCode === 0) break;
    await sleep(200);
  }
  const images = [reference];
  for (const one of [busyboxImage, postgresImage, registryImage, engineImage])
    images.push(await debianImage(one, set));
  const load = execa('docker', ['exec', '--interactive', name, 'docker', 'load']);
  await pipeline(here.stream(['save', ...images]), load.stdin);
  await load;
  const passing = [
    '`/health` returns 200',
    'Image size under 200MB',
    'CRUD endpoints work',
    'Tasks survive a container restart',
    'Handles SIGTERM gracefully',
    'PORT is configurable',
    'Runs with a read-only root filesystem',
    'The image contains no secrets',
    'The container does not run as root',
    'Image can be pushed to a registry',
    'Image can be pulled and run on a different machine',
  ];
  const lines = [...passing, 'The image has a HEALTHCHECK'].map((text) => `- [ ] ${text}\n`);
  await writeFile(spec, `# T\n\n## Success Criteria\n\n${lines.join('')}`);
  const command = [process.execPath, 'spec-check/cli.ts', 'check', spec, '--image', reference];
  const ended = await here.run(['exec', name, ...command, '--format', 'json'], {
    timeout: 300_000,
  });
  const { items } = JSON.parse(ended.stdout) as Report;
  expect(items.map(({ text, status }) => [text, status])).toEqual([
    ...passing.map((text) => [text, 'PASS']),
    ['The image has a HEALTHCHECK', 'ERROR'],
  ]);
  expect(items.at(-1)?.checks[0]).toMatchObject({ cause: 'no-health-checks' });
}, 600_000);
