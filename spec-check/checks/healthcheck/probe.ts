import { removeContainers, runLabels, uniqueName } from '../../docker/labels.ts';
import { type Lie, lyingProxy } from '../../measuring/lying-proxy.ts';
import type { Docker } from '../../model/docker.ts';
import type { Container, Image, Resources } from '../../model/resources.ts';

type ProbeParts = Pick<Resources, 'engine' | 'image'> & { readonly container: Container };

/** Runs a HEALTHCHECK's command beside a proxy that turns every answer of the API into a 500; undefined where it could not be asked. */
export async function observeProbe(parts: ProbeParts, signal: AbortSignal) {
  // From the network of another machine, such as Docker Desktop's, the probe would not reach this process.
  if (!/^[\d.:]+$/.test(parts.engine.network.hostAddress)) return undefined;
  // One that is late on a busy machine is asked again, before it is said to ask a fixed port.
  for (const port of [0, 0, parts.image.port]) {
    const failsOn500 = await observeAt(port, parts, signal);
    if (failsOn500 !== undefined) return { followsPort: port === 0, failsOn500 };
  }
  return undefined;
}

/** Whether the probe fails when a server on this port says 500; undefined when it fails anyway. 0 is any free port. */
async function observeAt(
  port: number,
  { engine: { docker }, image, container }: ProbeParts,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  await using scope = new AsyncDisposableStack();
  let lies: readonly Lie[] = [];
  const listen = (host: string, port: number) =>
    lyingProxy(container.baseUrl, () => lies, scope, { host, port }).catch(() => undefined);
  const url = await listen('127.0.0.1', port);
  // The port may be taken.
  if (url === undefined) return undefined;
  const own = new URL(url).port;
  // The localhost of a probe may be that of IPv6.
  await listen('::1', Number(own));
  const moved = port === 0 ? { [image.portVariable ?? 'PORT']: own } : {};
  // A probe needs no database, but may not start without the variable.
  const environment = { ...image.environment('postgresql://nobody@127.0.0.1:9/none'), ...moved };
  if ((await runProbe(docker, image, environment, signal)) !== 0) return undefined;
  // With a body of its own: a probe may look at that alone.
  lies = [async () => ({ status: 500, headers: {}, text: '{"error":"internal"}' })];
  return (await runProbe(docker, image, environment, signal)) !== 0;
}

/** The exit code of the probe in a container of its own, in the network of the engine's machine. */
async function runProbe(
  docker: Docker,
  { id, config }: Image,
  environment: Readonly<Record<string, string | null>>,
  signal: AbortSignal,
): Promise<number> {
  const [kind, ...words] = config.Healthcheck?.Test ?? [];
  const [program = '', ...args] = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words;
  const name = `spec-check-${uniqueName('probe')}`;
  const variables = Object.entries(environment).flatMap(([key, value]) =>
    value === null ? [] : ['--env', `${key}=${value}`],
  );
  const options = ['--name', name, ...runLabels(name), '--network', 'host', '--no-healthcheck'];
  const run = ['run', ...options, ...variables, '--entrypoint', program, id, ...args];
  try {
    return (await docker.run(run, { signal, timeout: 20_000 })).exitCode;
  } finally {
    await removeContainers(docker, name);
  }
}
