import { duration } from '../../model/format.ts';
import { Ambiguous, judgedBy, type Wrong } from '../../model/verdict.ts';
import type { LoadRequest } from './load.ts';
import type { UpgradeRun } from './measure.ts';

/** FAIL with the first step that loses something; throws where that says nothing of the upgrade. */
export function judgeUpgrade({ only }: { readonly only?: 'rows' | undefined }, seen: UpgradeRun) {
  const { from, to, steps, sent, locks, rows, table, path, planned, logs } = seen;
  const judged = only ? [] : sent;
  if (judged.some(({ status }) => status === 429))
    throw new Ambiguous(
      'The API limits its clients (429), so it is not known what an upgrade loses',
      'Raise the limit for the run, by a variable that the spec names.',
    );
  const of = (step: number) => judged.filter((one) => one.step === step);
  const before = of(1).find(({ isWell }) => !isWell)?.shown ?? (steps[0]?.missing && 'a row');
  if (before) throw new Error(`${from} alone already loses something: ${before}`);
  // Two seconds, or more where the old version alone needs that on this machine.
  const limit = Math.max(2000, 5 * slowest(of(1)));
  const wrongs = steps.flatMap(({ name, fault, missing }, at): (Wrong | false | undefined)[] => {
    const all = of(at + 1);
    const lock = locks[at + 1];
    const say = (what: string) => `Step ${at + 1} of ${planned}, ${name}: ${what}`;
    const [late, ...later] = lock ? all.filter(({ ms }) => ms > limit) : [];
    const [lost, ...more] = all.filter((one) => !one.isWell && one.ms <= limit);
    const by = lost?.by ? `, by the ${lost.by} version` : '';
    const why = name.endsWith('leaves') ? atStop : lost?.by === 'new' ? tooEarly : incompatible;
    return [
      !!fault && [say(`it does not come up: ${fault.evidence}`), expand, fault.diagnosis],
      lost && [
        say(`${more.length + 1} of ${all.length} requests are lost, the first: ${lost.shown}${by}`),
        ...why,
      ],
      late && [
        say(
          `${later.length + 1} of ${all.length} requests wait up to ${duration(slowest(all))}, the first: ${late.shown}`,
        ),
        'Lock no table for more than a moment: set lock_timeout, change rows in batches, create index concurrently.',
        `They wait for: ${lock}`,
      ],
      missing > 0 && [say(`${missing} of ${rows} acknowledged rows are not in ${table}`), expand],
    ];
  });
  const slow = judged.find(({ isWell }) => !isWell);
  if (slow !== undefined && !wrongs.some(Boolean))
    throw new Error(`${slow.shown} for ${duration(slow.ms)} and no lock: is the machine too busy?`);
  const well = sent.filter(({ isWell }) => isWell).length;
  return judgedBy(wrongs, {
    evidence: `${from} → ${to}${planned > 4 ? ' and back' : ''} behind HAProxy without retries: ${well} of ${sent.length} requests in ${planned} steps answered well (the slowest in ${duration(slowest(sent))}), all ${rows} acknowledged rows in ${table} after each step`,
    expected: `${planned} steps without a lost ${only ? 'row' : 'request or row'}`,
    actual: logs || 'nothing is logged',
    measured: { requests: sent.length, rows, slowestMs: Math.round(slowest(sent)) },
    command: `${seen.commands.join('; sleep 5; ')}; sleep 5; curl -i localhost:8001${path} localhost:8002${path}`,
  });
}

const slowest = (some: readonly LoadRequest[]) => Math.max(0, ...some.map(({ ms }) => ms));

const expand =
  'Expand first and contract a release later: add columns as nullable or with a default, and drop what the other version uses once it is gone.';

const incompatible = [expand, 'It does not work on what the other version left there.'] as const;

const tooEarly = [
  'Let its health path answer 200 only when every other path works.',
  'Its health path said that it was ready, and it was not.',
] as const;

const atStop = [
  'On SIGTERM stop listening (server.close()), wait until every answer is sent, then exit.',
  'It ends on SIGTERM while it still has requests to answer.',
] as const;
