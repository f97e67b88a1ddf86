import type { Agent, RequestOptions } from 'node:http';
import { pause } from './exchange.ts';
import { nodeHttp, standingHeaders, whyNoAnswer } from './http-request.ts';
import type { Creation } from './use-resource.ts';

/** How one request ended: with a whole answer, with a part of one, or with none. */
export type Ending =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'cut'; readonly status: number; readonly reason: string }
  | { readonly kind: 'silence'; readonly reason: string };

/** One request of a client that went on through a shutdown. */
export interface SentRequest {
  readonly request: string;
  /** `performance.now()` when it was begun. */
  readonly at: number;
  readonly ending: Ending;
}

type Created = ReturnType<Creation['another']>['request'];

/** Begins a request on a connection of its own and keeps the second half of its body back. */
export function holdRequest(baseUrl: string, request: Created, signal: AbortSignal) {
  const bytes = Buffer.from(JSON.stringify(request.body));
  const half = Math.ceil(bytes.length / 2);
  const { open, ending } = begin(baseUrl, request.path, {
    method: request.method,
    agent: false,
    signal,
    headers: {
      ...request.headers,
      'content-type': request.mediaType,
      'content-length': bytes.length,
      connection: 'close',
      // The answer to it is the proof that the API has begun with this request.
      expect: '100-continue',
    },
  });
  let ended = false;
  const sent = ending.finally(() => {
    ended = true;
  });
  const continued = new Promise<boolean>((resolve) => open.on('continue', () => resolve(true)));
  open.flushHeaders();
  return {
    /** Resolves at once when the API says "100 Continue" to it, else false after `patience` milliseconds. */
    async taken(patience: number) {
      const late = pause(patience, signal).then(() => false);
      const taken = await Promise.race([continued, sent.then(() => false), late]);
      if (!ended) open.write(bytes.subarray(0, half));
      return taken;
    },
    ended: () => ended,
    finish: () => open.end(bytes.subarray(half)),
    sent,
  };
}

/** GETs one after the other from four clients, two on kept connections, until no answer comes. */
export function startTraffic(baseUrl: string, path: string, signal: AbortSignal) {
  const stopped = new AbortController();
  let leaving = false;
  const either = AbortSignal.any([signal, stopped.signal]);
  const get = (agent: Agent | false) => {
    const headers = { accept: 'application/json' };
    const { open, ending } = begin(baseUrl, path, { agent, signal: either, headers });
    open.end();
    return ending;
  };
  const client = async (agent: Agent | false): Promise<SentRequest[]> => {
    const all: SentRequest[] = [];
    while (!leaving && !either.aborted) {
      const sent = await get(agent);
      // What was under way when the clients stopped tells nothing.
      if (either.aborted) break;
      all.push(sent);
      if (sent.ending.kind !== 'answered') break;
      await pause(5, either).catch(() => {});
    }
    if (agent !== false) agent.destroy();
    return all;
  };
  const { Agent } = nodeHttp(baseUrl);
  const idle = new Agent({ keepAlive: true });
  const kept = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const all = [get(idle).then((sent) => [sent]), ...kept.map(client), client(false), client(false)];
  return {
    /** The clients finish what they have begun and close their connections; the idle one stays open. */
    leave() {
      leaving = true;
    },
    async stop(): Promise<readonly SentRequest[]> {
      stopped.abort();
      const sent = await Promise.all(all);
      idle.destroy();
      return sent.flat();
    },
  };
}

/** GETs on a connection that stays open until it is disposed of, as load balancers keep theirs; never rejects. */
export async function keepConnection(baseUrl: string, path: string, signal: AbortSignal) {
  const agent = new (nodeHttp(baseUrl).Agent)({ keepAlive: true });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const { open, ending } = begin(baseUrl, path, { agent, signal: limit });
  open.end();
  const { kind } = (await ending).ending;
  return { isAnswered: kind === 'answered', [Symbol.dispose]: () => agent.destroy() };
}

/** `ending` comes with the last byte of the answer, and never rejects. */
function begin(baseUrl: string, path: string, options: RequestOptions) {
  const headers = { ...standingHeaders(baseUrl), ...options.headers };
  const open = nodeHttp(baseUrl).request(baseUrl + path, { ...options, headers });
  const at = performance.now();
  const ending = new Promise<SentRequest>((resolve) => {
    const end = (ending: Ending) => resolve({ request: `${open.method} ${path}`, at, ending });
    open.on('error', (error) => end({ kind: 'silence', reason: whyNoAnswer(error) }));
    open.on('response', (response) => {
      const { statusCode: status = 0 } = response;
      const cut = { kind: 'cut', status, reason: 'the answer ends in the middle' } as const;
      response.resume();
      response.on('close', () => end(response.complete ? { kind: 'answered', status } : cut));
      response.on('error', () => {});
    });
  });
  return { open, ending };
}
