import { duration } from '../../model/format.ts';
import { Ambiguous, judgedBy, type Wrong } from '../../model/verdict.ts';
import type { Sent } from './load.ts';
import type { UpgradeSeen } from './measure.ts';

/** Milliseconds that a client may always have to wait. */
const leastLimit = 2000;

/** FAIL with the first step that loses something; throws where that says nothing of the upgrade. */
export function judgeUpgrade({ only }: { readonly only?: 'rows' | undefined }, seen: UpgradeSeen) {
  const { from, to, steps, sent, locks, rows, table, port, path, planned } = seen;
  if (sent.some(({ status }) => status === 429))
    throw new Ambiguous(
      'The API limits its clients (429), so it is not known what an upgrade loses',
      'Raise the limit for the run, by a variable that the spec names.',
    );
  const judged = only ? [] : sent;
  const of = (step: number) => judged.filter((one) => one.step === step);
  const before = of(1).find(({ isWell }) => !isWell)?.shown ?? (steps[0]?.missing && 'a row');
  if (before) throw new Error(`${from} alone already loses something: ${before}`);
  // What the old version alone takes on this machine is no loss.
  const limit = Math.max(leastLimit, 5 * slowest(of(1)));
  const wrongs = steps.flatMap(({ name, fault, missing }, at): (Wrong | false)[] => {
    const all = of(at + 1);
    const step = `Step ${at + 1} of ${planned}, ${name}`;
    const late = all.filter(({ ms }) => ms > limit);
    const [first, ...more] = all.filter((one) => !one.isWell && one.ms <= limit);
    return [
      fault !== undefined && [
        `${step}: it does not come up: ${fault.evidence}`,
        expand,
        fault.diagnosis,
      ],
      first !== undefined && [
        `${step}: ${more.length + 1} of ${all.length} requests are lost, the first: ${first.shown}${first.by ? `, by the ${first.by} version` : ''}`,
        ...reasonOf(first, name, seen),
      ],
      late.length > 0 &&
        locks[at + 1] !== undefined && [
          `${step}: ${late.length} of ${all.length} requests wait up to ${duration(slowest(late))}, the first: ${late[0]?.shown}`,
          'Lock no table for more than a moment: set lock_timeout, change rows in batches, create index concurrently.',
          `They wait for: ${locks[at + 1]}`,
        ],
      missing > 0 && [
        `${step}: ${missing} of ${rows} acknowledged rows are not in ${table} with their values`,
        expand,
      ],
    ];
  });
  const [slow] = judged.filter(({ ms }) => ms > limit);
  if (slow !== undefined && !wrongs.some(Boolean))
    throw new Error(
      `${slow.shown} took ${duration(slow.ms)}, and nothing in the database waited: the machine may be too busy`,
    );
  return judgedBy(wrongs, {
    evidence: `${from} → ${to}${planned > 4 ? ' and back' : ''} behind HAProxy without retries: ${sent.length} of ${sent.length} requests in ${planned} steps answered well (the slowest in ${duration(slowest(sent))}), all ${rows} acknowledged rows in ${table} after each step`,
    expected: `${planned} steps without a lost ${only ? 'row' : 'request or row'}`,
    actual: steps.at(-1)?.logs.join('\n') || 'nothing is logged',
    measured: {
      steps: steps.length,
      requests: sent.length,
      requestsLost: sent.filter(({ isWell }) => !isWell).length,
      rows,
      rowsLost: steps.at(-1)?.missing ?? 0,
      slowestMs: Math.round(slowest(sent)),
    },
    command: `docker run -d -e DATABASE_URL -p 8001:${port} ${from}; sleep 5; docker run -d -e DATABASE_URL -p 8002:${port} ${to}; sleep 5; curl -i localhost:8001${path} -i localhost:8002${path}`,
  });
}

function slowest(some: readonly Sent[]): number {
  return Math.max(0, ...some.map(({ ms }) => ms));
}

const expand =
  'Expand first and contract a release later: add columns as nullable or with a default, and drop what the other version uses once it is gone.';

function reasonOf({ by }: Sent, step: string, { healthPath }: UpgradeSeen): [string, string] {
  if (step.endsWith('leaves'))
    return [
      'On SIGTERM stop listening (server.close()), wait until every answer is sent, then exit.',
      'It ends on SIGTERM while it still has requests to answer.',
    ];
  if (by === 'new')
    return [
      `Let ${healthPath} answer 200 only when every other path works.`,
      `GET ${healthPath} called the new version ready, and it was not.`,
    ];
  return [expand, 'The old version does not work on what the new one made of the database.'];
}
