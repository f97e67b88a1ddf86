import { exchange, pause, unlessSilent } from '../../api-client/exchange.ts';
import { answering, candidates } from '../../api-client/paths.ts';
import type { Resources } from '../../model/resources.ts';
import { tcpProxy } from '../../resources/tcp-proxy.ts';

/** Milliseconds: how long requests are sent to one that connects with its first one. */
const patience = 3000;

/** Whether a container connects to the host of DATABASE_URL; undefined where nobody can tell. */
export async function connectsWhereTold(
  parts: Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const host = parts.engine.network.hostAddress;
  if (!/^[\d.:]+$/.test(host)) return undefined;
  await using trap = await tcpProxy({ host, port: 9 }, host);
  trap.cut(true);
  const { api } = await answering(parts.container, parts.image.api, signal);
  const env = { DATABASE_URL: `postgresql://spec_check:none@${host}:${trap.port}/spec_check` };
  await using container = await parts.containers.launch({ purpose: 'env-trap', env }, signal);
  const answers = await container.answers(AbortSignal.any([signal, trap.reached])).then(
    () => true,
    () => false,
  );
  signal.throwIfAborted();
  const deadline = performance.now() + patience;
  while (answers && !trap.reached.aborted && performance.now() < deadline) {
    for (const path of candidates(api))
      await unlessSilent(exchange(container.baseUrl(), { path, signal, timeout: 1000 }));
    await pause(100, signal);
  }
  return trap.reached.aborted || (answers ? false : undefined);
}
