import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Docker } from '../model/docker.ts';

/** The engine's own API over connections that its client makes, so by the same context, TLS or ssh: an answer takes a millisecond, where a command takes twenty. */
export function engineApi([file = 'docker', ...before]: readonly string[]): Docker['ask'] {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  agent.createConnection = () => {
    const client = spawn(file, [...before, 'system', 'dial-stdio'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // A terminal's Ctrl-C goes to the whole group, and what must be removed then is asked over this.
      detached: true,
    });
    const { stdin, stdout } = client;
    const handles = [client, stdin, stdout] as unknown as Pick<NodeJS.Timeout, 'ref' | 'unref'>[];
    const connection = Duplex.from({ readable: stdout, writable: stdin });
    client.once('error', (error) => connection.destroy(error));
    connection.once('close', () => client.kill());
    // What an agent asks of a socket: one that waits for the next request keeps no process alive.
    return Object.assign(connection, {
      ref: () => handles.map((handle) => handle.ref()),
      unref: () => handles.map((handle) => handle.unref()),
      ...{ setKeepAlive() {}, setNoDelay() {}, setTimeout() {} },
    });
  };
  return async (method, path, { signal, timeout = 60_000 } = {}) => {
    const limits = [AbortSignal.timeout(timeout), ...(signal ? [signal] : [])];
    const asked = request({ agent, method, path, signal: AbortSignal.any(limits) }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, body: await text(answer) };
  };
}
