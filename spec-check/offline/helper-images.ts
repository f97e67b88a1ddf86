import type { SetUp } from '../docker/engine.ts';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import { type DebianImage, debianImage, newerRelease } from './debian-image.ts';
import { isInReach } from './image-registry.ts';

type Made = SetUp & { readonly docker: Docker };

/** A real registry that serves HTTP on port 5000: the official image, or Debian's package of the same program. */
export async function registryImage(setUp: Made): Promise<string> {
  if (await isInReach(setUp.docker, officialRegistry, setUp.signal)) return officialRegistry;
  return debianImage(
    {
      repository: 'spec-check/registry',
      packages: ['docker-registry'],
      files: { '/etc/spec-check-registry.yml': registrySettings },
      cmd: ['/usr/bin/docker-registry', 'serve', '/etc/spec-check-registry.yml'],
      key: [registrySettings],
    },
    setUp,
  );
}

const officialRegistry = 'registry:2';

/** JSON is YAML. Layers stay in the container's own volume. */
const registrySettings = JSON.stringify({
  version: 0.1,
  log: { level: 'warn' },
  storage: { filesystem: { rootdirectory: '/var/lib/registry' }, delete: { enabled: true } },
  http: { addr: ':5000' },
});

/**
 * A Docker engine in a container, reached only with `docker exec`: no port of its own is opened. Of
 * another version than the first engine's where that can be had, so that "runs elsewhere" means something.
 */
export async function engineImage(setUp: Made): Promise<string> {
  if (await isInReach(setUp.docker, officialEngine, setUp.signal)) return officialEngine;
  const release = await newerRelease();
  if (release === undefined) return debianImage(enginePackages, setUp);
  try {
    // The client is a package of its own since trixie.
    const packages = [...enginePackages.packages, 'docker-cli'];
    return await debianImage({ ...enginePackages, packages, release }, setUp);
  } catch (error) {
    setUp.signal.throwIfAborted();
    if (!(error instanceof MachineFault)) throw error;
    setUp.log(`No newer engine for the second machine: ${error.message}`);
    return debianImage(enginePackages, setUp);
  }
}

const enginePackages: DebianImage = {
  repository: 'spec-check/engine',
  // With pigz, the engine unpacks layers in 0.7 of the time.
  packages: ['docker.io', 'containerd', 'runc', 'iptables', 'pigz'],
  files: {
    '/usr/sbin/iptables': '→ xtables-legacy-multi',
    '/usr/sbin/ip6tables': '→ xtables-legacy-multi',
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    '/etc/group': 'root:x:0:\ndocker:x:999:\n',
  },
  cmd: ['dockerd'],
};

const officialEngine = 'docker:dind';

/** How the local registry is called by the second engine, over their network. */
export const registryAlias = 'registry';

/**
 * `docker run` options for the engine's container. Less than `--privileged`, which machines that are
 * themselves contained refuse: every capability but SYS_RESOURCE, without the filters that keep an
 * engine from mounting.
 */
export const engineRunOptions: readonly string[] = [
  ...['--cap-add=ALL', '--cap-drop=SYS_RESOURCE'],
  ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
  ...['--security-opt', 'systempaths=unconfined'],
  ...['--volume', '/var/lib/docker', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup'],
  // Or the process number of an engine that was killed would keep the next one from starting.
  ...['--tmpfs', '/var/run:exec'],
];

/** What the container runs: an engine on its own socket only, which takes the local registry's plain HTTP. */
export const engineCommand: readonly string[] = [
  'dockerd',
  '--host=unix:///var/run/docker.sock',
  `--insecure-registry=${registryAlias}:5000`,
];

/** PostgreSQL: the official image, or Debian's packages with a shell for the start script. */
export async function postgresImage(setUp: Made): Promise<string> {
  if (await isInReach(setUp.docker, officialPostgres, setUp.signal)) return officialPostgres;
  return debianImage(
    {
      repository: 'spec-check/postgres',
      packages: ['postgresql', 'dash', 'coreutils', 'tzdata'],
      files: {
        '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999::/:/bin/sh\n',
        '/etc/group': 'root:x:0:\npostgres:x:999:\n',
      },
      cmd: ['postgres'],
    },
    setUp,
  );
}

const officialPostgres = 'postgres:18';
