import { readFile } from 'node:fs/promises';
import type { Docker } from '../model/docker.ts';

/** Where a program in a container accepts connections. */
export interface Listening {
  /** `0.0.0.0`, `127.0.0.1`, `::` */
  readonly address: string;
  readonly port: number;
}

/**
 * The TCP sockets on which a running container listens: asked of its kernel with the image's own `cat`,
 * of this machine's /proc where the engine is local, else with the image's Node. Undefined when none tells.
 */
export async function listeningIn(
  { docker, id, pid }: { readonly docker: Docker; readonly id: string; readonly pid: number },
  signal: AbortSignal,
): Promise<readonly Listening[] | undefined> {
  // Without IPv6 there is no second table, and the program says so.
  const inside = async (program: readonly string[]) =>
    (await docker.run(['exec', id, ...program], { signal })).stdout;
  const tables = ['net/tcp', 'net/tcp6'];
  const paths = tables.map((name) => `/proc/${name}`);
  const withNode = `for (const path of ${JSON.stringify(paths)}) process.stdout.write(require('fs').readFileSync(path))`;
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const ways = [
    () => inside(['cat', ...paths]),
    // The engine may be elsewhere, and the process number another program's here: its cgroup tells.
    async () =>
      (await read('cgroup')).includes(id) ? (await Promise.all(tables.map(read))).join('\n') : '',
    () => inside(['node', '-e', withNode]),
  ];
  for (const way of ways) {
    const table = await way();
    if (table.includes('local_address')) return readSocketTable(table);
  }
  return undefined;
}

/** Reads /proc/net/tcp and tcp6; the engine's own name server, on 127.0.0.11, is left out. */
export function readSocketTable(text: string): Listening[] {
  const found = [
    ...text.matchAll(/^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ 0A /gm),
  ].map(([, address = '', port = '']) => ({
    address: readAddress(address),
    port: Number.parseInt(port, 16),
  }));
  return found.filter(
    ({ address, port }, index) =>
      address !== '127.0.0.11' &&
      found.findIndex((other) => other.address === address && other.port === port) === index,
  );
}

/** Words of 32 bits, each with its lowest byte first. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  return mapped ? bytes.slice(12).join('.') : 'an IPv6 address';
}

/** Whether `port` is reached through a published port: on any address but the container's loopback. */
export function listensOn(port: number, sockets: readonly Listening[]): boolean {
  return sockets.some((socket) => socket.port === port && !isLoopback(socket));
}

/** One sentence on where it listens in place of `port`; undefined when it listens there, or nowhere. */
export function listensElsewhere(
  port: number,
  sockets: readonly Listening[],
): { readonly sentence: string; readonly fix: string } | undefined {
  if (sockets.length === 0 || listensOn(port, sockets)) return undefined;
  const here = sockets.find((socket) => socket.port === port);
  if (here !== undefined) {
    return {
      sentence: `It listens on ${here.address} only, which no published port reaches.`,
      fix: `Listen on 0.0.0.0:${port}, not on ${here.address}.`,
    };
  }
  const ports = [...new Set(sockets.map((socket) => socket.port))].sort((a, b) => a - b);
  const loopback = sockets.every(isLoopback) ? ', and on 127.0.0.1 only' : '';
  const others = ports.slice(0, 3);
  return {
    sentence: `It listens on ${others.join(', ')}, not on ${port}${loopback}.`,
    fix: `Listen on 0.0.0.0:${port}, or say the port it has: EXPOSE ${others[0]} in the Dockerfile, or port: ${others[0]} in the spec's front matter.`,
  };
}

function isLoopback({ address }: Listening): boolean {
  return address === '::1' || address.startsWith('127.');
}
