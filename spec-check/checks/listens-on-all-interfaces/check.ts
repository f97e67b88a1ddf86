import { type Listening, listeningIn } from '../../diagnosis/listening.ts';
import { defineCheck } from '../../model/check.ts';

export const listensOnAllInterfaces = defineCheck({
  title: 'The program listens on all interfaces',
  proof:
    "The sockets of the running container, as its kernel lists them: the API's port on 0.0.0.0 or ::.",
  language: {
    with: 'app container process ours system it host address every now docker only start configuration correctly default',
    senses: [
      {
        says: 'all-interfaces listen|use|host',
        with: 'port present {port}',
        rather: 'localhost',
        also: ({ all }) => all('port').map((one) => ({ check: 'port', params: { default: one } })),
      },
      { says: 'localhost listen', not: 1, params: (values) => (values.has('only') ? {} : []) },
    ],
    examples: ['Listens on `0.0.0.0`', 'Application listens on all interfaces', 'Binds to 0.0.0.0'],
  },
  faults: [
    ['its own address only', 'logs-failures', '', /Listens on \d+.* only/],
    ['the loopback only', 'loopback-only', '', /127\.0\.0\.1/],
  ],
  goodShapes: [['observable']],
  describe: () => 'the port of the API is open on 0.0.0.0 or ::',
  needs: ['engine', 'image', 'container'],
  run: async (_params, { engine, image, container }, { signal }) => {
    await container.answers(signal);
    const sockets = await listeningIn(engine.docker, container, signal);
    return judgeListening(image.port, container.name, sockets);
  },
});

export function judgeListening(port: number, container: string, sockets?: readonly Listening[]) {
  const own = (sockets ?? []).filter((socket) => socket.port === port);
  // It answers there, so a list without it says nothing.
  if (own.length === 0) throw new Error(`nothing tells where port ${port} is open`);
  const addresses = own.map(({ address }) => `${address}:${port}`).join(', ');
  return {
    holds: own.some(({ address }) => address === '0.0.0.0' || address === '::'),
    evidence: `Listens on ${addresses}`,
    wrong: `Listens on ${addresses} only`,
    fix: `Listen on 0.0.0.0:${port}.`,
    command: `docker exec ${container} cat /proc/net/tcp /proc/net/tcp6`,
  };
}
