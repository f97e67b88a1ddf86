import type { Resources } from '../../model/resources.ts';
import { debianImage } from '../../offline/debian-image.ts';
import { haproxyImage } from '../../offline/helper-images.ts';

/** HAProxy before servers by their network alias: it sends each request once, to a healthy one, and if it can to that of the header `x-server`; answers say in `x-served-by` who gave them. */
export async function startBalancer(
  { engine: { docker }, image, containers }: Pick<Resources, 'engine' | 'image' | 'containers'>,
  servers: Readonly<Record<string, string>>,
  healthPath: string,
  log: (message: string) => void,
  signal: AbortSignal,
) {
  const reference = await debianImage(haproxyImage, { docker, log, signal });
  const lines = Object.entries(servers).map(([name, at]) => `  server ${name} ${at}:${image.port}`);
  const script = 'printf %s "$0" > /tmp/haproxy.cfg && exec haproxy -f /tmp/haproxy.cfg';
  const args = ['-c', script, `${configOf(healthPath)}${lines.join('\n')}\n`];
  const where = { port: 8080, elsewhere: { reference }, sharesDatabase: true } as const;
  const options = ['--entrypoint', 'sh'];
  return containers.launch({ purpose: 'balancer', ...where, options, args }, signal);
}

/** Each request goes out once, on a connection of its own: what is lost was lost by the server. */
const configOf = (healthPath: string) => `resolvers docker
  parse-resolv-conf
  timeout resolve 250ms
  hold valid 250ms
  hold nx 0s
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
  default-server check inter 500ms rise 1 resolvers docker resolve-prefer ipv4 init-addr none
`;
