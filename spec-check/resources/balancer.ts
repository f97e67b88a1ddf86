import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { publishedAddress } from '../docker/published-address.ts';
import type { Container, Resources } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import { haproxyImage } from '../offline/helper-images.ts';

/** HAProxy in front of two servers, `old` and `new`: sends each request once, to one that is in and whose health path answers well. */
export async function startBalancer(
  { engine: { docker, network }, containers }: Pick<Resources, 'engine' | 'containers'>,
  healthPath: string,
  log: (message: string) => void,
  signal: AbortSignal,
) {
  const reference = await debianImage(haproxyImage, { docker, log, signal });
  const balancer = await containers.launch(
    {
      purpose: 'balancer',
      sharesDatabase: true,
      port: 8080,
      other: { reference, args: ['-c', startScript, configOf(healthPath)] },
      options: ['--publish', `${docker.ports.on}::9000`, '--entrypoint', 'sh'],
    },
    signal,
  );
  await balancer.answers(signal);
  const control = await publishedAddress(docker, balancer.id, 9000, { signal });
  const set = async (server: string, what: string) => {
    const [host, port] = control?.split(':') ?? [];
    const socket = connect(Number(port), host);
    socket.end(`set server api/${server} ${what}\n`);
    return text(socket);
  };
  return {
    container: balancer,
    /** Answers say in `x-served-by` who gave them; requests may say in `x-server` who shall. */
    url: balancer.baseUrl(),
    async add(server: string, { id }: Container, port: number) {
      const format = `{{(index .NetworkSettings.Networks "${network.name}").IPAddress}}`;
      const address = await docker.read(['inspect', '--format', format, id], { signal });
      await set(server, 'state maint');
      await set(server, `addr ${address.trim()} port ${port}`);
      const refused = (await set(server, 'state ready')).trim();
      if (refused !== '') throw new Error(`HAProxy takes no server: ${refused}`);
    },
    /** No new request goes there; those that it has go on. */
    drain: (server: string) => set(server, 'state drain'),
  };
}

const startScript = 'printf %s "$0" > /tmp/haproxy.cfg && exec haproxy -f /tmp/haproxy.cfg';

/** Each request goes out once, on a connection of its own: what is lost was lost by the server. */
const configOf = (healthPath: string) => `global
  stats socket ipv4@*:9000 level admin
defaults
  mode http
  retries 0
  option http-server-close
  timeout connect 3s
  timeout client 60s
  timeout server 60s
  timeout check 5s
listen api
  bind :8080
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host localhost
  http-response set-header x-served-by %s
  use-server %[req.hdr(x-server)] if { req.hdr(x-server) -m found }
  server old 127.0.0.1:1 check inter 500ms disabled
  server new 127.0.0.1:1 check inter 500ms disabled
`;
