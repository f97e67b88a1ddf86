import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves when `/health` on this port of 127.0.0.1 first answers 200. Asks by bare sockets, every
 * millisecond: a client of HTTP would take as long as what it measures. Rejects after ten seconds.
 */
export async function firstAnswer(port: number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await isHealthy(port))) {
    signal.throwIfAborted();
    if (performance.now() > end) throw new Error(`Expected 200 of /health at ${port} within 10 s.`);
    await sleep(1);
  }
}

/** A refused connection, one that is closed at once (the engine's proxy without a server behind it), another status: no. */
function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2000 });
    const settle = (healthy: boolean) => {
      socket.destroy();
      resolve(healthy);
    };
    socket
      .setEncoding('latin1')
      .once('connect', () => socket.write('GET /health HTTP/1.1\r\nHost: bench\r\n\r\n'))
      .once('data', (text) => settle(String(text).startsWith('HTTP/1.1 200 ')))
      .once('error', () => settle(false))
      .once('timeout', () => settle(false))
      .once('close', () => settle(false));
  });
}
