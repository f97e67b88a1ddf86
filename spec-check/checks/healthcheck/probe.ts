import { createServer, type Server } from 'node:http';
import { nodeHttp } from '../../api-client/http-request.ts';
import { runLabels } from '../../docker/labels.ts';
import type { Docker } from '../../model/docker.ts';
import type { Container, Engine, Image } from '../../model/resources.ts';
import { uniqueName } from '../../resources/launch.ts';

/** What the probe says of an API that is not there where it asks by default, or that says 500. */
export interface ProbeObservation {
  /** Asks where the port variable says; undefined where the probe asks no port that could be moved. */
  readonly followsPort: boolean | undefined;
  /** Undefined where it could not be asked. */
  readonly failsOn500: boolean | undefined;
}

interface Parts {
  readonly docker: Docker;
  readonly network: Engine['network'];
  readonly image: Image;
  /** A container that is up. */
  readonly running: Pick<Container, 'baseUrl'>;
  readonly environment: Readonly<Record<string, string | null>>;
}

/**
 * Runs the command of a HEALTHCHECK by itself, beside a server of this process that hands every request on
 * to the running API, and then answers 500 in its place. It tells nothing of a probe that does not succeed
 * while the API's own answers are handed on, such as one that looks at a file.
 */
export async function observeProbe(parts: Parts, signal: AbortSignal): Promise<ProbeObservation> {
  const nothing = { followsPort: undefined, failsOn500: undefined };
  // In another machine's network, as that of Docker Desktop, nobody would reach the server.
  if (!/^[\d.:]+$/.test(parts.network.hostAddress)) return nothing;
  const { image } = parts;
  const moved = await observeAt(0, parts, signal);
  if (moved !== undefined) return { followsPort: true, failsOn500: moved };
  const fixed = await observeAt(image.port, parts, signal);
  return fixed === undefined ? nothing : { followsPort: false, failsOn500: fixed };
}

/** Whether the probe fails when a server on this port says 500; undefined when it fails anyway. 0 is any free port. */
async function observeAt(
  port: number,
  { docker, image, running, environment }: Parts,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  await using server = await handOn(running.baseUrl(), port);
  if (server === undefined) return undefined;
  const set = port === 0 ? { [image.portVariable ?? 'PORT']: String(server.port) } : {};
  const ask = () => runProbe(docker, image, { ...environment, ...set }, signal);
  if ((await ask()) !== 0) return undefined;
  server.sayUnwell();
  return (await ask()) !== 0;
}

/** The exit code of the probe in a container of its own, in the network of the engine's machine. */
async function runProbe(
  docker: Docker,
  { id, config: { healthcheck } }: Image,
  environment: Readonly<Record<string, string | null>>,
  signal: AbortSignal,
): Promise<number> {
  const [kind, ...words] = healthcheck?.test ?? [];
  const [program = '', ...args] = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words;
  const name = `spec-check-${uniqueName('probe')}`;
  await using _removed = {
    async [Symbol.asyncDispose]() {
      await docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
    },
  };
  const { exitCode } = await docker.run(
    [
      ...['run', '--name', name, ...runLabels(name), '--network', 'host', '--no-healthcheck'],
      ...Object.entries(environment).flatMap(([key, value]) =>
        value === null ? [] : ['--env', `${key}=${value}`],
      ),
      ...['--entrypoint', program, id, ...args],
    ],
    { signal, timeout: 20_000 },
  );
  return exitCode;
}

/** A server on the loopback that asks `baseUrl` and says what that said, or 500; undefined where the port is taken. */
async function handOn(baseUrl: string, port: number) {
  let unwell = false;
  const make = () =>
    createServer((request, response) => {
      const onward = nodeHttp().request(baseUrl + request.url, {
        method: request.method,
        headers: request.headers,
        agent: false,
      });
      onward.on('error', () => response.destroy());
      onward.on('response', (answer) => {
        response.writeHead(unwell ? 500 : (answer.statusCode ?? 502), answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
  const first = await listening(make(), port, '127.0.0.1');
  if (first === undefined) return undefined;
  const address = first.address();
  const bound = typeof address === 'object' && address !== null ? address.port : 0;
  // For a probe whose localhost is that of IPv6; a machine may have none.
  const second = await listening(make(), bound, '::1');
  return {
    port: bound,
    sayUnwell() {
      unwell = true;
    },
    async [Symbol.asyncDispose]() {
      for (const server of [first, second]) {
        server?.closeAllConnections();
        await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
      }
    },
  };
}

function listening(server: Server, port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined)).listen(port, host, () => resolve(server));
  });
}
