import type { DebianImage } from './debian-image.ts';

/** JSON is YAML. Layers stay in the container's own volume. */
const registrySettings = JSON.stringify({
  version: 0.1,
  log: { level: 'warn' },
  storage: { filesystem: { rootdirectory: '/var/lib/registry' }, delete: { enabled: true } },
  http: { addr: ':5000' },
});

/** The shell that ends a helper which nobody uses any more. */
const shell = Object.fromEntries(
  ['sh', 'date', 'mkdir', 'sleep'].map((name) => [`/usr/bin/${name}`, '→ busybox']),
);

export const registryImage: DebianImage = {
  official: 'registry:2',
  repository: 'spec-check/registry',
  packages: ['docker-registry', 'busybox-static'],
  files: { '/etc/spec-check-registry.yml': registrySettings, ...shell },
  cmd: ['/usr/bin/docker-registry', 'serve', '/etc/spec-check-registry.yml'],
  key: [registrySettings],
};

export const postgresImage: DebianImage = {
  official: 'postgres:18',
  repository: 'spec-check/postgres',
  packages: ['postgresql', 'dash', 'coreutils', 'tzdata', 'openssl'],
  files: {
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999::/:/bin/sh\n',
    '/etc/group': 'root:x:0:\npostgres:x:999:\n',
  },
  cmd: ['postgres'],
};

export const mariadbImage: DebianImage = {
  official: 'mariadb:11',
  repository: 'spec-check/mariadb',
  packages: ['mariadb-server-core', 'mariadb-client-core', 'dash', 'coreutils', 'sed', 'hostname'],
  cmd: ['mariadbd'],
};

/** HAProxy, with a shell that writes its configuration. */
export const haproxyImage: DebianImage = {
  official: 'haproxy:3.0',
  repository: 'spec-check/haproxy',
  packages: ['haproxy', 'dash'],
  cmd: ['haproxy', '-v'],
};

/** A shell and its commands in one file that needs no other. */
export const busyboxImage: DebianImage = {
  official: 'busybox:1.37-musl',
  repository: 'spec-check/busybox',
  packages: ['busybox-static'],
  cmd: ['/bin/busybox'],
};

export const engineImage: DebianImage = {
  official: 'docker:dind',
  repository: 'spec-check/engine',
  // With pigz, the engine unpacks layers in 0.7 of the time.
  packages: ['docker.io', 'containerd', 'runc', 'iptables', 'pigz', 'busybox-static'],
  files: {
    ...shell,
    '/usr/sbin/iptables': '→ xtables-legacy-multi',
    '/usr/sbin/ip6tables': '→ xtables-legacy-multi',
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    '/etc/group': 'root:x:0:\ndocker:x:999:\n',
  },
  cmd: ['dockerd'],
};

/** Less than `--privileged`, which machines that are themselves contained refuse: no SYS_RESOURCE, and no filters against mounting. */
export const engineRunOptions: readonly string[] = [
  ...['--cap-add=ALL', '--cap-drop=SYS_RESOURCE'],
  ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
  ...['--security-opt', 'systempaths=unconfined'],
  ...['--volume', '/var/lib/docker', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup'],
  // Or the process number of an engine that was killed would keep the next one from starting.
  ...['--tmpfs', '/var/run:exec'],
];

/** What the container runs: an engine on its own socket only. */
export const engineCommand: readonly string[] = [
  'dockerd',
  '--host=unix:///var/run/docker.sock',
  // By itself it might choose the network through which it is reached, and its answers would get lost.
  '--bip=192.168.219.1/24',
];
