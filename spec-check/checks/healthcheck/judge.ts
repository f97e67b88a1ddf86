import { inspectCommand } from '../../model/check.ts';
import type { ContainerState } from '../../model/container-state.ts';
import { duration, lastLines } from '../../model/format.ts';
import type { Image } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import type { observeProbe } from './probe.ts';

/** What a HEALTHCHECK said of a container that was up, then frozen, then went on. */
export interface HealthHistory {
  /** Milliseconds from the first answer until `healthy`; undefined when it never was. */
  readonly healthyAfter: number | undefined;
  /** Undefined when it never was healthy before. */
  readonly frozen?: ReturnType<typeof readFrozen>;
  readonly recovers?: boolean;
  /** What the probe printed last before the freeze. */
  readonly log: string;
  readonly command: string;
  /** Milliseconds of the fastest probe that succeeded. */
  readonly fastest?: number;
  /** What the probe does when the API answers 500; undefined when that was not tried. */
  readonly probe?: Awaited<ReturnType<typeof observeProbe>> | undefined;
}

/** What the probes that have ended, oldest first, say of an API that was frozen `at` a time; undefined while they do not decide. A success counts after `graceMs`: a probe may look at a heartbeat, which grows old. */
export function readFrozen(probes: ContainerState['Health']['Log'], at: number, graceMs: number) {
  const since = probes.filter(({ Start }) => Start > at);
  // Two in a row: on a busy machine one can run into its time limit whatever it asks.
  const failures = since.slice(since.findLastIndex(({ ExitCode }) => ExitCode === 0) + 1);
  const [first, second] = failures;
  // Behind a success it takes more of them: a probe of a busy machine fails for want of time.
  const enough = failures.length === since.length ? 2 : 4;
  if (first !== undefined && second !== undefined && failures.length >= enough)
    return { says: 'unhealthy' as const, after: first.End - at, last: second.Start };
  const success = since.findLast(({ ExitCode }) => ExitCode === 0);
  return success !== undefined && success.End - at > graceMs
    ? { says: 'healthy' as const, after: success.End - at, last: success.Start }
    : undefined;
}

type Declared = NonNullable<Image['config']['Healthcheck']>;

/** Milliseconds, by Docker's own values where none is declared. */
const intervalOf = ({ Interval }: Pick<Declared, 'Interval'>) => (Interval || 30e9) / 1e6;

const timeLimitOf = ({ Timeout }: Pick<Declared, 'Timeout'>) => (Timeout || 30e9) / 1e6;

/** Whether every probe ran into a time limit, the engine's or its own, which on a busy machine says nothing of the image. */
export const isLate = (
  declared: Pick<Declared, 'Timeout'>,
  { fastest, log }: Pick<HealthHistory, 'fastest' | 'log'>,
): boolean =>
  fastest === undefined ? /exceeded timeout/i.test(log) : fastest > timeLimitOf(declared);

/** Milliseconds until Docker says "unhealthy" by what is declared. */
export const declaredNotice = (declared: Pick<Declared, 'Interval' | 'Retries'>): number =>
  intervalOf(declared) * (declared.Retries || 3);

/** Milliseconds: a health check that needs longer to notice a dead API is of no use. */
const longestNotice = 30 * 60_000;

/** Whether the HEALTHCHECK tells health; `seen` is undefined when none is declared. */
export function judgeHealthcheck(
  declared: Image['config']['Healthcheck'],
  seen: HealthHistory | undefined,
  { reference, portVariable }: Pick<Image, 'reference' | 'portVariable'>,
  promised: Readonly<Record<string, number>> = {},
) {
  if (declared === undefined || seen === undefined)
    return {
      holds: false,
      evidence: 'The image declares no HEALTHCHECK',
      fix: 'Add one that asks the API, for example: HEALTHCHECK CMD ["node", "healthcheck.js"]',
      command: inspectCommand(reference, 'Healthcheck'),
    };
  const { healthyAfter, frozen, probe, fastest = 0, log } = seen;
  const test = declared.Test.slice(1).join(' ');
  const [intervalMs, timeoutMs] = [intervalOf(declared), timeLimitOf(declared)];
  const [startPeriodMs, retries] = [declared.StartPeriod / 1e6, declared.Retries || 3];
  // The next probe waits for the end of the one before, which a frozen API may hold up until its time limit.
  const notice = Math.max(declaredNotice(declared), timeoutMs * retries);
  const real: typeof promised = { intervalMs, timeoutMs, startPeriodMs, retries };
  const other = Object.keys(promised).filter((name) => promised[name] !== real[name]);
  const declaredWords = `every ${duration(intervalMs)}, time limit ${duration(timeoutMs)}, ${retries} retries${startPeriodMs > 60_000 ? `, start period ${duration(startPeriodMs)}` : ''}`;
  const [up, down] = [healthyAfter, frozen?.after].map((ms) => ms && Math.round(ms));
  const facts = [
    ...(probe?.failsOn500 ? ['fails on an answer of 500'] : []),
    ...(probe === undefined ? ['was not seen to notice an answer of 500'] : []),
    ...(probe?.followsPort && portVariable ? [`follows ${portVariable}`] : []),
    ...(probe?.followsPort === false ? ['asks one port, whatever is set'] : []),
  ].join(' and ');
  return judgedBy(
    [
      other.length > 0 && [
        `The HEALTHCHECK declares ${other.map((name) => `${name} ${real[name]}, not ${promised[name]}`).join(', ')}`,
        'Correct its options: --interval, --timeout, --start-period, --retries.',
      ],
      frozen === undefined && [
        'The API answers, and the HEALTHCHECK does not turn healthy',
        `Correct the probe (${test}): it must exit 0 when the API answers.`,
        causes.find(([sign]) => sign.test(log))?.[1],
      ],
      notice > longestNotice && [
        `The HEALTHCHECK says "unhealthy" ${duration(notice)} after the API has died: ${declaredWords}`,
        'Ask more often: HEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD …',
      ],
      fastest > timeoutMs && [
        `The probe takes ${duration(fastest)}, and its declared time limit is ${duration(timeoutMs)}`,
        'Raise --timeout of the HEALTHCHECK, or let the probe do less.',
      ],
      frozen?.says === 'healthy' && [
        `Still healthy ${duration(frozen.after)} after the API was frozen: the probe does not wait for an answer`,
        'Let the probe ask the API over HTTP, with a time limit, and exit 1 without an answer.',
      ],
      probe?.failsOn500 === false && [
        'The probe succeeds while what it asks answers 500: it does not look at its status',
        'Let the probe exit 1 unless the answer is 2xx: curl --fail, or a look at the status.',
      ],
      probe?.followsPort === false &&
        portVariable !== undefined && [
          `The probe asks the same port whatever ${portVariable} says: with another ${portVariable}, which the spec promises, the container ends unhealthy`,
          `Let the probe read ${portVariable}: the port is fixed in the HEALTHCHECK.`,
        ],
    ],
    {
      evidence: `Turns healthy when up, unhealthy ${duration(frozen?.after ?? 0)} after the API was frozen, and healthy when it goes on (its probe ran every 0.1 s for this)${facts && `; the probe ${facts}`}; declared ${declaredWords}`,
      actual: `HEALTHCHECK CMD ${test}; the probe last said: ${lastLines(log, 3) || '(nothing)'}`,
      ...(up && down && { measured: { healthyAfterMs: up, unhealthyAfterMs: down } }),
      command: `${seen.command}; sleep 5; docker kill -s STOP look; sleep 5; docker inspect --format '{{.State.Health.Status}}' look; docker rm -f look`,
    },
  );
}

const causes: readonly (readonly [RegExp, string])[] = [
  [/no such file|not found/i, 'The program that the probe calls is not in the image.'],
  [/refused|ECONNREFUSED/i, 'The probe asks another port or address than the API listens on.'],
  [/permission denied|EACCES/i, 'The user of the container may not run the probe.'],
];
