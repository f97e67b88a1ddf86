import type { Docker } from '../../model/docker.ts';
import type { Tables } from '../../model/tables.ts';
import { Secrets } from '../../secrets/redact.ts';
import { container } from '../container.ts';

/** What a container is blamed with that gives no answer, on an engine that says this; its port is published at `url`, if anywhere. */
export async function blamedWith(
  said: (args: readonly string[]) => string,
  {
    url = '',
    startLimit = 5000,
    ...more
  }: { url?: string; startLimit?: number; tables?: Tables; isPortUnknown?: boolean },
): Promise<unknown> {
  const docker: Docker = {
    ...{ command: ['docker'], ports: { on: '127.0.0.1', at: '127.0.0.1' } },
    read: async (args) => said(args),
    run: async (args) => ({ exitCode: 0, stdout: said(args), stderr: '', all: said(args) }),
    ask: async () => {
      const State = JSON.parse(said(['inspect']));
      return { status: 200, body: JSON.stringify({ Id: 'abc', State, NetworkSettings: {} }) };
    },
    stream: () => {
      throw new Error('nothing is streamed');
    },
  };
  const { signal } = new AbortController();
  const started = {
    ...{
      docker,
      name: 'api',
      port: Number(new URL(url || 'http://a:8000').port),
      image: { startLimit, isWorker: false },
      ...more,
    },
    ...{ command: 'docker run api', remove: async () => {}, url: async () => url },
    facts: { user: '', database: undefined, imageArchitecture: 'amd64' },
    context: { secrets: new Secrets() },
  };
  // Only what is used before an answer is there.
  const api = await container(started as unknown as Parameters<typeof container>[0], 'abc', signal);
  return api.answers(signal).catch((error: unknown) => error);
}
