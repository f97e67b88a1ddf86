import type { Agent, ClientRequest, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { pause } from './exchange.ts';
import { hostOf, nodeHttp, whyNoAnswer } from './http-request.ts';
import type { Json } from './json.ts';

/** How one request ended: with a whole answer, with a part of one, or with none. */
export type Ending =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'cut'; readonly status: number; readonly reason: string }
  | { readonly kind: 'silence'; readonly reason: string };

export interface SentRequest {
  /** `POST /tasks` */
  readonly request: string;
  /** `performance.now()` when it was begun. */
  readonly at: number;
  readonly ending: Ending;
}

/**
 * Begins a request on a connection of its own and keeps the second half of its body back, so that the API
 * has it in its hands: `taken` resolves at once when it says "100 Continue", else false after `patience`
 * milliseconds.
 */
export function holdRequest(
  baseUrl: string,
  request: { readonly path: string; readonly body: Json; readonly mediaType: string },
  signal: AbortSignal,
) {
  const bytes = Buffer.from(JSON.stringify(request.body));
  const half = Math.ceil(bytes.length / 2);
  const { open, sent } = begin(baseUrl, request.path, {
    method: 'POST',
    agent: false,
    signal,
    headers: {
      'content-type': request.mediaType,
      'content-length': bytes.length,
      connection: 'close',
      // The answer to it is the proof that the API has begun with this request.
      expect: '100-continue',
    },
  });
  let ended = false;
  const end = sent.then(() => {
    ended = true;
    return false;
  });
  const continued = new Promise<boolean>((resolve) => open.on('continue', () => resolve(true)));
  open.flushHeaders();
  return {
    async taken(patience: number): Promise<boolean> {
      const late = pause(patience, signal).then(() => false);
      const taken = await Promise.race([continued, end, late]);
      if (!ended) open.write(bytes.subarray(0, half));
      return taken;
    },
    ended: () => ended,
    finish: () => open.end(bytes.subarray(half)),
    sent,
  };
}

type Options = RequestOptions & { readonly headers: OutgoingHttpHeaders };

function begin(baseUrl: string, path: string, { headers, ...options }: Options) {
  const at = performance.now();
  const open = nodeHttp().request(baseUrl + path, {
    ...options,
    headers: { host: hostOf(baseUrl), ...headers },
  });
  const request = `${open.method} ${path}`;
  const sent = endingOf(open).then((ending): SentRequest => ({ request, at, ending }));
  return { open, sent };
}

/**
 * GETs one after the other from four clients, two that keep their connection and two that open a new
 * one each time, until no answer comes; and one connection more that is kept and idle. When they leave,
 * the clients finish what they have begun and close their connections; the idle one stays open.
 */
export function startTraffic(baseUrl: string, path: string, signal: AbortSignal) {
  const stopped = new AbortController();
  let leaving = false;
  const either = AbortSignal.any([signal, stopped.signal]);
  const get = (agent: Agent | false): Promise<SentRequest> => {
    const headers = { accept: 'application/json' };
    const { open, sent } = begin(baseUrl, path, { agent, signal: either, headers });
    open.end();
    return sent;
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
  const { Agent } = nodeHttp();
  const idle = new Agent({ keepAlive: true });
  const kept = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const clients = [
    get(idle).then((sent) => [sent]),
    ...[...kept, false as const, false as const].map(client),
  ];
  return {
    leave() {
      leaving = true;
    },
    /** Ends what still runs and tells every request. */
    async stop(): Promise<readonly SentRequest[]> {
      stopped.abort();
      const all = await Promise.all(clients);
      idle.destroy();
      return all.flat();
    },
  };
}

/** Waits for the last byte of an answer; never rejects. */
function endingOf(open: ClientRequest): Promise<Ending> {
  return new Promise((resolve) => {
    open.on('error', (error) => resolve({ kind: 'silence', reason: whyNoAnswer(error) }));
    open.on('response', (response) => {
      const { statusCode: status = 0 } = response;
      const cut = { kind: 'cut', status, reason: 'the answer ends in the middle' } as const;
      response.resume();
      response.on('close', () => resolve(response.complete ? { kind: 'answered', status } : cut));
      response.on('error', () => {});
    });
  });
}
