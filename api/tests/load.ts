import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';

/** One request and what came of it: its status, or the code of the error that cut it. */
export interface Answered {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly status: number | string;
  /** Of a 503: whether it says when to try again. */
  readonly retryAfter: boolean;
  readonly ms: number;
}

/** Everything that was sent and answered. A creation with a key may be there several times. */
export interface Traffic {
  readonly answered: readonly Answered[];
  /** Titles that were sent; the id where 201 was answered. */
  readonly titles: ReadonlyMap<string, number | undefined>;
  /** Titles, sent once and without a key, that were answered with `not_applied`. */
  readonly notApplied: ReadonlySet<string>;
  /** For each task that was changed: descriptions in the order they were sent, and whether 200 was answered. */
  readonly changes: ReadonlyMap<number, readonly Change[]>;
}

export interface Change {
  readonly description: string;
  readonly acknowledged: boolean;
}

export interface Load {
  /** What has been answered so far. */
  readonly traffic: Traffic;
  /** Resolves when the last request has ended; with patience, those with a key have succeeded. */
  readonly stop: (options?: { patience?: boolean }) => Promise<void>;
}

/**
 * Clients that read, create and change tasks, each one request after the other and to each of several
 * replicas in turn, until they are stopped. A request that takes ten seconds counts as one that hangs: status `TimeoutError`.
 */
export function startLoad(target: string | readonly string[], clients: number): Load {
  const urls = [target].flat();
  const answered: Answered[] = [];
  const titles = new Map<string, number | undefined>();
  const changes = new Map<number, Change[]>();
  const notApplied = new Set<string>();
  let stopped = false;
  let patient = false;
  let sent = 0;
  let next = 0;
  const name = randomUUID();

  async function send(
    method: Answered['method'],
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) {
    const started = performance.now();
    next += 1;
    const url = urls[next % urls.length];
    const answer = (status: number | string, retryAfter = false) =>
      answered.push({ method, status, retryAfter, ms: performance.now() - started });
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        signal: AbortSignal.timeout(10_000),
        ...(body === undefined
          ? {}
          : {
              headers: { 'content-type': 'application/json', ...headers },
              body: JSON.stringify(body),
            }),
      });
      const content: unknown = await response.json();
      answer(response.status, response.headers.has('retry-after'));
      return { status: response.status, content };
    } catch (error) {
      answer(codeOf(error));
      return undefined;
    }
  }

  async function client(): Promise<void> {
    let mine: number | undefined;
    for (let turn = 0; !stopped; turn += 1) {
      sent += 1;
      if (turn % 5 === 0) {
        const title = `sent ${name} ${sent}`;
        titles.set(title, undefined);
        // Every other one is sent until it is there, by a key.
        const keyed = turn % 2 === 0;
        const key = { 'idempotency-key': `"${title}"` };
        let result = await send('POST', '/tasks', { title }, keyed ? key : {});
        while (keyed && result?.status !== 201 && (!stopped || patient)) {
          await sleep(50);
          result = await send('POST', '/tasks', { title }, key);
        }
        const { outcome } = (result?.content ?? {}) as { outcome?: string };
        if (!keyed && outcome === 'not_applied') notApplied.add(title);
        if (result?.status === 201) {
          mine = (result.content as { id: number }).id;
          titles.set(title, mine);
        }
      } else if (turn % 5 === 1 && mine !== undefined) {
        const description = `sent ${sent}`;
        const result = await send('PATCH', `/tasks/${mine}`, { description });
        const change = { description, acknowledged: result?.status === 200 };
        changes.set(mine, [...(changes.get(mine) ?? []), change]);
      } else if (turn % 5 === 2) {
        await send('GET', '/tasks?limit=5');
      } else {
        // None has a number that is sure to be there before its own was answered.
        await send('GET', mine === undefined ? '/tasks?limit=1' : `/tasks/${mine}`);
      }
      // A few hundred requests a second are load enough, and leave the machine to the fault.
      await sleep(5);
    }
  }

  const running = Array.from({ length: clients }, client);
  return {
    traffic: { answered, titles, notApplied, changes },
    async stop({ patience = false } = {}) {
      patient = patience;
      stopped = true;
      await Promise.all(running);
    },
  };
}

function codeOf(error: unknown): string {
  if (!types.isNativeError(error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
