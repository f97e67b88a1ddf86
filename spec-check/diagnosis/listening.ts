import { readFile } from 'node:fs/promises';
import type { Docker } from '../model/docker.ts';
import type { Container } from '../model/resources.ts';

/** `{ address: '0.0.0.0', port: 8000 }`; `127.0.0.1`, `::` */
export type Listening = ReturnType<typeof readSocketTable>[number];

/** The TCP sockets on which a container listens, asked of its kernel; undefined when none tells. */
export async function listeningIn(
  docker: Docker,
  { id, state }: Pick<Container, 'id' | 'state'>,
  signal: AbortSignal,
): Promise<readonly Listening[] | undefined> {
  const { Pid: pid } = await state(signal);
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
export function readSocketTable(text: string) {
  const rows = text.matchAll(/^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ 0A /gm);
  const found = new Map(
    [...rows].map(([, address = '', port = '']) => [
      `${address}:${port}`,
      { address: readAddress(address), port: Number.parseInt(port, 16) },
    ]),
  );
  return [...found.values()].filter(({ address }) => address !== '127.0.0.11');
}

/** Words of 32 bits, each with its lowest byte first. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((one) => [...Buffer.from(one, 'hex')].reverse());
  const ipv4 = bytes.slice(-4).join('.');
  const network = Buffer.from(bytes.slice(0, -4)).toString('hex');
  if (network === '' || /^0{20}ffff$/.test(network)) return ipv4;
  if (/[^0]/.test(network)) return 'an IPv6 address';
  return { '0.0.0.0': '::', '0.0.0.1': '::1' }[ipv4] ?? 'an IPv6 address';
}

/** What the sockets tell of a program that gives no answer on `port`; `isElsewhere` where that explains it. */
export function socketsCause(port: number, sockets: readonly Listening[] | undefined) {
  const listen = `Listen on 0.0.0.0:${port}`;
  if (sockets === undefined)
    return {
      sentence: `Nothing listens on port ${port} of all interfaces: another port, or 127.0.0.1 inside the container.`,
      fix: `${listen}, or say the port with EXPOSE or in the spec's front matter (port: …).`,
    };
  const isLoopback = ({ address }: Listening) => address === '::1' || address.startsWith('127.');
  const here = sockets.filter((socket) => socket.port === port);
  if (here.some((socket) => !isLoopback(socket)))
    return {
      sentence: `It accepts connections on port ${port} and gives no HTTP answer: it hangs, or speaks another protocol.`,
      fix: 'Answer plain HTTP, before the database is there as well.',
    };
  if (here[0] !== undefined)
    return {
      isElsewhere: true,
      sentence: `It listens on ${here[0].address} only, which no published port reaches.`,
      fix: `${listen}, not on ${here[0].address}.`,
    };
  const ports = [...new Set(sockets.map((socket) => socket.port))].sort((a, b) => a - b);
  if (ports.length === 0)
    return {
      sentence: 'It listens on no port at all: it is still starting, or waits for something.',
      fix: 'Listen first and connect to the database then, or raise --timeout when the start takes longer.',
    };
  return {
    isElsewhere: true,
    sentence: `It listens on ${ports.slice(0, 3).join(', ')}, not on ${port}${sockets.every(isLoopback) ? ', and on 127.0.0.1 only' : ''}.`,
    fix: `${listen}, or say the port it has: EXPOSE ${ports[0]} in the Dockerfile, or port: ${ports[0]} in the spec's front matter.`,
  };
}
