import {
  type Exchange,
  exchange,
  isSuccess,
  shownExchange,
  unlessSilent,
  until,
  whenReady,
} from '../../api-client/exchange.ts';
import { parseDatabaseUrl, withHost } from '../../diagnosis/database-url.ts';
import { tcpProxy } from '../../measuring/tcp-proxy.ts';
import type { ByHand, Resources } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import { type HealthClaim, statusHolds } from './judge.ts';

/** `whileAway` is a status, or anything but a success. */
type OutageClaim = Pick<HealthClaim, 'path' | 'status'> & { whileAway: number | 'no success' };

export async function watchOutage(
  claim: OutageClaim,
  { engine, database, containers }: Pick<Resources, 'engine' | 'database' | 'containers'>,
  signal: AbortSignal,
) {
  const { url, urlInContainer } = await database.another();
  const { host, port } = parseDatabaseUrl(url) ?? { host: '127.0.0.1', port: 5432 };
  const { hostAddress } = engine.network;
  // Docker Desktop hands what its containers send to the host to this machine's loopback.
  const own = /^[\d.:]+$/.test(hostAddress) ? hostAddress : '127.0.0.1';
  const { port: wanted } = parseDatabaseUrl(urlInContainer) ?? { port };
  await using proxy = await tcpProxy({ host, port }, own, wanted);
  const env = { DATABASE_URL: withHost(urlInContainer, hostAddress, proxy.port) };
  await using container = await containers.launch({ purpose: 'outage', env }, signal);
  await container.answers(signal);
  const { path, whileAway } = claim;
  /** Asks until the answer is wanted, so many times in a row, or the time is over; the last answer. */
  const lastOf = async (isWanted: (answer: Answer) => boolean, times: number, ms: number) => {
    let last: Answer;
    let wanted = 0;
    const look = async () => {
      last = await unlessSilent(exchange(container.baseUrl(), { path, signal, timeout: 6000 }));
      wanted = isWanted(last) ? wanted + 1 : 0;
      return wanted === times || undefined;
    };
    await until(look, { ms, every: 150 }, signal);
    return last;
  };
  const isDown = (answer: Answer) => answer !== undefined && isAsClaimed(whileAway, answer);
  const before = await whenReady(container.baseUrl(), { path, signal });
  proxy.cut(true);
  // Where a success is promised, it is watched for some seconds: the first other answer decides.
  const during = isWell(whileAway)
    ? await lastOf((answer) => answer?.status !== whileAway, 1, 4000)
    : await lastOf(isDown, 2, patience);
  proxy.cut(false);
  return { before, during, after: await lastOf((answer) => isUp(claim, answer), 2, patience) };
}

const statusOf = (answer: Answer) => answer?.status ?? 0;

export function judgeOutage(
  claim: OutageClaim,
  { before, during, after }: Readonly<Record<'before' | 'during' | 'after', Answer>>,
  { command: run, shownUrl: url }: ByHand,
) {
  const { path, whileAway } = claim;
  const up = claim.status ?? '2xx';
  const [first, second, third] = [before, during, after].map((answer) =>
    answer === undefined ? 'no answer' : shownExchange(answer),
  );
  return judgedBy(
    [
      !isUp(claim, before) && [
        `With the database there: ${first}`,
        `Answer ${path} with ${up} while the database is there.`,
      ],
      !(during && isAsClaimed(whileAway, during)) && [
        `With the database away: ${second}`,
        `Answer ${path} with ${whileAway === 'no success' ? 503 : whileAway} while the database is away.`,
        during === undefined
          ? 'The API stops answering when it loses its database.'
          : `The endpoint ${isWell(whileAway) ? 'depends on' : 'does not ask'} the database.`,
      ],
      !isUp(claim, after) && [
        `The database is back for ${patience / 1000} s, and: ${third}`,
        'Connect again when a connection is lost: the API does not recover without a restart.',
      ],
    ],
    {
      evidence: `GET ${path} → ${before?.status} with the database, ${during?.status} without it, ${after?.status} when it was back`,
      actual: `with: ${first}; without: ${second}; back: ${third}`,
      measured: { before: statusOf(before), during: statusOf(during), after: statusOf(after) },
      command: `${run} & sleep 3; read -p 'Stop the database, then press Enter '; curl -i ${url}${path}`,
    },
  );
}

/** Milliseconds that an endpoint may take to notice. */
const patience = 15_000;

const isWell = (status: OutageClaim['whileAway']): boolean =>
  status !== 'no success' && isSuccess({ status });

const isUp = (claim: OutageClaim, answer: Answer): boolean =>
  answer !== undefined && statusHolds(claim, answer);

const isAsClaimed = (claimed: OutageClaim['whileAway'], { status }: Exchange): boolean =>
  claimed === 'no success' ? !isSuccess({ status }) : status === claimed;

type Answer = Exchange | undefined;
