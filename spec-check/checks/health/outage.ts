import { connect, createServer, type Socket } from 'node:net';
import {
  type Exchange,
  exchange,
  exchangeWhenReady,
  pause,
  shownExchange,
  unlessSilent,
} from '../../api-client/exchange.ts';
import type { ByHand } from '../../api-client/prove-crud.ts';
import type { Containers, Database, Engine } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { uniqueName } from '../../resources/launch.ts';

/** What an endpoint must say while the database is away: a status, or anything but a success. */
export type WhileAway = number | 'no success';

export interface OutageClaim {
  readonly path: string;
  /** While the database is there; any 2xx when it is left out. */
  readonly status?: number | undefined;
  readonly whileAway: WhileAway;
}

/** What the endpoint said; undefined where no answer came within the limit. */
export interface Outage {
  readonly before: Exchange | undefined;
  /** The first answer as claimed, or the last one that was not; for a claim that nothing changes, the first that did. */
  readonly during: Exchange | undefined;
  readonly after: Exchange | undefined;
}

/**
 * Watches an endpoint of a container of its own, whose database is reached through a switch of this
 * process: on, off, and on again.
 */
export async function watchOutage(
  claim: OutageClaim,
  { engine, database, containers }: { engine: Engine; database: Database; containers: Containers },
  signal: AbortSignal,
): Promise<Outage> {
  const { urlInContainer, sql } = await database.another();
  const [host = '127.0.0.1'] = sql.options.host;
  const [port = 5432] = sql.options.port;
  const { hostAddress } = engine.network;
  await using proxy = await tcpProxy({ host, port }, hostAddress);
  const url = new URL(urlInContainer);
  url.hostname = hostAddress;
  url.port = String(proxy.port);
  await using container = await containers.launch(
    { purpose: uniqueName('outage'), env: { DATABASE_URL: url.href } },
    signal,
  );
  await container.answers(signal);
  const ask = () =>
    unlessSilent(exchange(container.baseUrl(), { path: claim.path, signal, timeout: 6000 }));
  const before = await exchangeWhenReady(container.baseUrl(), { path: claim.path, signal });
  proxy.disconnect();
  const during = isSuccess(claim.whileAway)
    ? await whileItLasts(ask, (answer) => answer?.status === claim.whileAway, signal)
    : await until(
        ask,
        (answer) => answer !== undefined && isAsClaimed(claim.whileAway, answer),
        signal,
      );
  proxy.reconnect();
  const after = await until(ask, (answer) => answer !== undefined && isUp(claim, answer), signal);
  return { before, during, after };
}

/** Whether the endpoint follows the database as claimed, there and back. */
export function judgeOutage(
  claim: OutageClaim,
  { before, during, after }: Outage,
  { run, url }: ByHand,
): Verdict {
  const wanted = claim.whileAway === 'no success' ? 'not 2xx' : String(claim.whileAway);
  const up = claim.status ?? '2xx';
  const shown = (answer: Exchange | undefined) =>
    answer === undefined ? 'no answer' : shownExchange(answer);
  const proven = {
    command: `${run} & stop the database, then: curl -i ${url}${claim.path}`,
    measured: {
      before: before?.status ?? 0,
      during: during?.status ?? 0,
      after: after?.status ?? 0,
    },
  };
  const facts = {
    ...proven,
    expected: `GET ${claim.path} → ${up} with the database, ${wanted} without, ${up} again when it is back`,
    actual: `with: ${shown(before)}; without: ${shown(during)}; back: ${shown(after)}`,
  };
  const fail = (evidence: string, diagnosis: string, fix: string): Verdict => ({
    status: 'FAIL',
    evidence,
    diagnosis,
    fix,
    ...facts,
  });
  if (before === undefined || !isUp(claim, before)) {
    return fail(
      `With the database there: ${shown(before)}`,
      'The endpoint is not well to begin with.',
      `Answer ${claim.path} with ${up} while the database is there.`,
    );
  }
  if (during === undefined || !isAsClaimed(claim.whileAway, during)) {
    return fail(
      `With the database away: ${shown(during)}`,
      during === undefined
        ? 'The API stops answering when it loses its database.'
        : isSuccess(claim.whileAway)
          ? 'The endpoint depends on the database.'
          : 'The endpoint does not ask the database.',
      `Answer ${claim.path} with ${claim.whileAway === 'no success' ? 503 : wanted} while the database is away.`,
    );
  }
  if (after === undefined || !isUp(claim, after)) {
    return fail(
      `The database is back for ${patience / 1000} s, and: ${shown(after)}`,
      'The API does not recover without a restart.',
      'Connect again when a connection is lost.',
    );
  }
  return {
    status: 'PASS',
    evidence: `GET ${claim.path} → ${before.status} with the database, ${during.status} without it, ${after.status} when it was back`,
    ...proven,
  };
}

/** Milliseconds that an endpoint may take to notice. */
const patience = 15_000;

const isSuccess = (status: WhileAway) => status !== 'no success' && status >= 200 && status < 300;

function isUp({ status }: OutageClaim, answer: Exchange): boolean {
  return status === undefined
    ? answer.status >= 200 && answer.status < 300
    : answer.status === status;
}

function isAsClaimed(claimed: WhileAway, { status }: Exchange): boolean {
  return claimed === 'no success' ? status < 200 || status >= 300 : status === claimed;
}

type Answer = Exchange | undefined;

/** Asks until the answer is good, twice in a row; the last answer otherwise. */
async function until(
  ask: () => Promise<Answer>,
  isGood: (answer: Answer) => boolean,
  signal: AbortSignal,
): Promise<Answer> {
  const deadline = performance.now() + patience;
  for (let good = 0; ; ) {
    const answer = await ask();
    good = isGood(answer) ? good + 1 : 0;
    if (good === 2 || performance.now() > deadline) return answer;
    await pause(150, signal);
  }
}

/** Asks for some seconds; the first answer that is not good, else the last. */
async function whileItLasts(
  ask: () => Promise<Answer>,
  isGood: (answer: Answer) => boolean,
  signal: AbortSignal,
): Promise<Answer> {
  const deadline = performance.now() + 4000;
  for (;;) {
    const answer = await ask();
    if (!isGood(answer) || performance.now() > deadline) return answer;
    await pause(150, signal);
  }
}

/** A line to a server on this machine that can be cut: connections end, new ones are refused. */
async function tcpProxy(
  target: { readonly host: string; readonly port: number },
  hostAddress: string,
) {
  const sockets = new Set<Socket>();
  let cut = false;
  const server = createServer((client) => {
    if (cut) {
      client.destroy();
      return;
    }
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  // Docker Desktop hands what its containers send to the host to this machine's loopback.
  const address = /^[\d.:]+$/.test(hostAddress) ? hostAddress : '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, address, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    disconnect() {
      cut = true;
      for (const socket of sockets) socket.destroy();
    },
    reconnect() {
      cut = false;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
