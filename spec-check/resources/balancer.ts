import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { publishedAddress } from '../docker/published-address.ts';
import type { Resources } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import { haproxyImage } from '../offline/helper-images.ts';

/** HAProxy before the servers `old` and `new`: sends each request once, to one that is in and whose health path answers well. */
export async function startBalancer(
  { engine: { docker, network }, containers }: Pick<Resources, 'engine' | 'containers'>,
  healthPath: string,
  log: (message: string) => void,
  signal: AbortSignal,
) {
  const reference = await debianImage(haproxyImage, { docker, log, signal });
  const balancer = await containers.launch(
    {
      ...{ purpose: 'balancer', sharesDatabase: true, port: 8080, elsewhere: { reference } },
      options: ['--publish', `${docker.ports.on}::9000`, '--entrypoint', 'sh'],
      args: ['-c', script, configOf(healthPath)],
    },
    signal,
  );
  await balancer.answers(signal);
  const control = await publishedAddress(docker, balancer.id, 9000, { signal });
  const set = async (server: string, ...all: readonly string[]) => {
    const socket = connect(Number(control?.split(':')[1]), docker.ports.at);
    socket.end(`${all.map((what) => `set server api/${server} ${what}`).join('; ')}\n`);
    if (/no such|require/i.test(await text(socket)))
      throw new Error('HAProxy knows no such server');
  };
  return {
    container: balancer,
    /** Answers say in `x-served-by` who gave them; requests may say in `x-server` who shall. */
    url: balancer.baseUrl(),
    async add(server: string, container: string, port: number) {
      const format = `{{(index .NetworkSettings.Networks "${network.name}").IPAddress}}`;
      const address = await docker.read(['inspect', '--format', format, container], { signal });
      const at = `addr ${address.trim()} port ${port}`;
      await set(server, 'state maint', at, 'state ready', 'health up');
    },
    /** No new request goes there; those that it has go on. */
    drain: (server: string) => set(server, 'state drain'),
  };
}

const script = 'printf %s "$0" > /tmp/haproxy.cfg && exec haproxy -f /tmp/haproxy.cfg';

/** Each request goes out once, on a connection of its own: what is lost was lost by the server. */
const configOf = (healthPath: string) => `global
  stats socket ipv4@*:9000 level admin
defaults
  mode http
  retries 0
  timeout connect 3s
  timeout client 60s
  timeout server 60s
listen api
  bind :8080
  option http-server-close
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host localhost
  http-response set-header x-served-by %s
  use-server %[req.hdr(x-server)] if { req.hdr(x-server) -m found }
  server old 127.0.0.1:1 check disabled
  server new 127.0.0.1:1 check disabled
`;
