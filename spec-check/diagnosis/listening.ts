import { readFile } from 'node:fs/promises';
import type { Docker } from '../model/docker.ts';

/** Where a program in a container accepts connections. */
export interface Listening {
  /** `0.0.0.0`, `127.0.0.1`, `::`; undefined when only a log line told the port. */
  readonly address: string | undefined;
  readonly port: number;
}

/**
 * The TCP sockets on which a running container listens: asked of its kernel with the image's own `cat`,
 * of this machine's /proc where the engine is local, with the language that the image has; else read
 * from what the program logs.
 * Undefined when nothing tells.
 */
export async function listeningIn(
  container: { readonly docker: Docker; readonly id: string; readonly pid: number },
  logs: string,
  signal: AbortSignal,
): Promise<readonly Listening[] | undefined> {
  const table =
    (await ownTable(container, withCat, signal)) ??
    (await hostTable(container)) ??
    (await ownTable(container, withNode, signal)) ??
    (await ownTable(container, withPython, signal));
  if (table !== undefined) return readSocketTable(table);
  const port = portInLogs(logs);
  return port === undefined ? undefined : [{ address: undefined, port }];
}

/** Works on every engine; an image without this program refuses. */
async function ownTable(
  { docker, id }: { readonly docker: Docker; readonly id: string },
  program: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const found = await docker.run(['exec', id, ...program], { signal });
  // Without IPv6 there is no second table, and the program says so.
  return found.stdout.includes('local_address') ? found.stdout : undefined;
}

/** The engine may be elsewhere, and the process number another program's here: its cgroup tells. */
async function hostTable({
  id,
  pid,
}: {
  readonly id: string;
  readonly pid: number;
}): Promise<string | undefined> {
  try {
    if (!(await readFile(`/proc/${pid}/cgroup`, 'utf8')).includes(id)) return undefined;
    const read = tables.map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => ''));
    return (await Promise.all(read)).join('\n');
  } catch {
    return undefined;
  }
}

const tables = ['net/tcp', 'net/tcp6'];
const paths = tables.map((name) => `/proc/${name}`);
const withCat = ['cat', ...paths];
const withNode = [
  'node',
  '-e',
  `for (const path of ${JSON.stringify(paths)}) process.stdout.write(require('fs').readFileSync(path))`,
];
const withPython = [
  'python3',
  '-c',
  `for path in ${JSON.stringify(paths)}: print(open(path).read(), flush=True)`,
];

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

/** `listening on 3000`, `http://0.0.0.0:3000`, `Tomcat started on port(s): 8080`. */
export function portInLogs(logs: string): number | undefined {
  const found =
    /(?:listening|started|running|serving|server|ready|bound)\b[^\n]{0,60}?(?:port(?:\(s\))?[ :=]{1,2}|https?:\/\/[^\s:/]+:|(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]|\*)?:|on )(\d{2,5})\b/i.exec(
      logs,
    ) ?? /"(?:port|PORT)": ?(\d{2,5})\b/.exec(logs);
  const port = Number(found?.[1]);
  return port >= 1 && port <= 65_535 ? port : undefined;
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
  return address === '::1' || address?.startsWith('127.') === true;
}
