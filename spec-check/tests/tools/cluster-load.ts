import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the clients of a cluster saw. */
export interface LoadResult {
  readonly answered: number;
  readonly perSecond: number;
  /** Tasks whose creation was answered with 201. */
  readonly created: number;
  /** Why a first attempt got no answer below 500, how often. */
  readonly retried: Readonly<Record<string, number>>;
  /** Requests whose only retry failed too. */
  readonly failed: readonly string[];
}

export interface Load {
  /** Ends after the requests in flight. */
  readonly stop: () => Promise<LoadResult>;
}

export interface LoadOptions {
  /** The address of each node; a client stays with one until that fails. */
  readonly hosts: readonly string[];
  readonly clients: number;
  /** Of the tasks that are made, one in five requests. */
  readonly title: string;
  /** Milliseconds that each client waits between requests. */
  readonly pause?: number;
}

/** Clients that read and create tasks, and repeat a request once, a second later. Of several nodes they take one that answers. */
export function startLoad({ hosts, clients, title, pause = 0 }: LoadOptions): Load {
  const agent = new Agent({ keepAlive: true });
  const begun = performance.now();
  const retried: Record<string, number> = {};
  const failed: string[] = [];
  let answered = 0;
  let created = 0;
  let stopping = false;

  const attempt = (host: string, key: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key ?? '' };
      const creates = key !== undefined;
      const sent = request(`http://${host}:8080/tasks${creates ? '' : '?limit=5'}`, {
        agent,
        timeout: 8000,
        ...(creates && { method: 'POST', headers }),
      });
      sent.once('timeout', () => sent.destroy(new Error('no answer within 8 s')));
      sent.once('error', reject);
      sent.once('response', (response) => {
        response.once('error', reject).resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      });
      sent.end(creates ? JSON.stringify({ title }) : undefined);
    });
  /** The status, when it is what was hoped for. */
  const outcome = async (host: string, key: string | undefined) => {
    try {
      const status = await attempt(host, key);
      return { reached: status === (key === undefined ? 200 : 201), why: `status ${status}` };
    } catch (error) {
      return { reached: false, why: error instanceof Error ? error.message : String(error) };
    }
  };
  const client = async (index: number) => {
    let home = index;
    const host = () => hosts[home % hosts.length] ?? '';
    for (let count = index; !stopping; count += 1) {
      const key = count % 5 === 0 ? randomUUID() : undefined;
      let { reached, why } = await outcome(host(), key);
      if (!reached) {
        retried[why] = (retried[why] ?? 0) + 1;
        await sleep(1000);
        for (let left = hosts.length; left > 0 && !(await takesConnections(host())); left -= 1)
          home += 1;
        ({ reached, why } = await outcome(host(), key));
        if (!reached) failed.push(`${key === undefined ? 'GET' : 'POST'} on ${host()}: ${why}`);
      }
      if (reached) answered += 1;
      if (reached && key !== undefined) created += 1;
      if (pause > 0) await sleep(pause);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return {
    async stop() {
      stopping = true;
      const seconds = (performance.now() - begun) / 1000;
      const perSecond = Math.round(answered / seconds);
      await running;
      agent.destroy();
      return { answered, perSecond, created, retried, failed };
    },
  };
}

/** What each client that knows several addresses finds out before it sends anything. */
function takesConnections(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 8080, timeout: 500 });
    const settle = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
