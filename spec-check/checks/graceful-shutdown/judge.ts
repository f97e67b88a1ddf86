import { constants } from 'node:os';
import type { SentRequest } from '../../api-client/traffic.ts';
import { busyMachine } from '../../diagnosis/busy-machine.ts';
import { duration, lastLines } from '../../model/format.ts';
import { Ambiguous, judgedBy } from '../../model/verdict.ts';
import { isWell, type Params, type ShutdownObservation, statusOf } from './measure.ts';

export function judgeShutdown(
  { withinMs, exitCode, signal = 'SIGTERM' }: Params & { readonly exitCode?: 0 | undefined },
  seen: ShutdownObservation,
) {
  const { held, before, failed, since, exit, rows, usually, stopSignal, first } = seen;
  const limit = duration(withinMs);
  if (seen.exitsLate) throw busyMachine(`It exits, but not within ${limit} after ${stopSignal}`);
  const begun = [...held, ...before];
  const refused = (sent: SentRequest) => {
    const status = statusOf(sent);
    return status !== undefined && (status >= 500 || (isWell(usually) && !isWell(status)));
  };
  if (before.some((sent) => statusOf(sent) === 429) && held.some(refused))
    throw new Ambiguous(
      'The API limits its clients (429), so it is not known why it refuses requests while it stops',
      'Raise the limit for the run, by a variable that the spec names.',
    );
  const lost = [
    ...begun.filter(({ ending }) => ending.kind !== 'answered'),
    ...held.filter(refused),
    ...failed,
    ...since.filter(({ ending }) => ending.kind === 'cut'),
  ];
  const code = exit?.code;
  const bySignal = code === 128 + (constants.signals[stopSignal as NodeJS.Signals] ?? 15);
  const ended = `Exits with ${code} ${duration(exit?.ms ?? 0)} after ${stopSignal}`;
  // 128 and the signal is what a JVM exits with after an orderly end.
  const isOfRuntime = bySignal && held.length > 0;
  const isOrderly = code === 0 || (isOfRuntime && exitCode === undefined);
  const whyLost =
    bySignal && (exit?.ms ?? 0) < 1000
      ? `${stopSignal} ends the process at once: it has no handler for it.`
      : lost.every(refused)
        ? 'It refuses what it had begun with, because it stops.'
        : 'The process exits, or closes its database, while requests are still being answered.';
  const kept = rows
    ? `all ${rows.written} items written around it are in ${rows.table}`
    : 'no row of what they created was found to look for afterwards';
  const statuses = [...new Set(held.map(statusOf))].join(', ');
  return judgedBy(
    [
      stopSignal === 'SIGKILL' && [
        ended,
        'Take STOPSIGNAL out of the Dockerfile, or name a signal that the program handles.',
        'STOPSIGNAL of the image is SIGKILL, which no process can handle.',
      ],
      exit === undefined && [
        `Still running ${limit} after ${stopSignal}${seen.stillAnswers === undefined ? '' : seen.stillAnswers ? ', and serves on as before' : ', though it no longer answers'}`,
        `Let the program itself be PID 1 (the exec form of CMD, or exec in a script), handle ${stopSignal}, close idle connections and the database pool, and set a limit after which it exits all the same.`,
        whyItStays(seen),
      ],
      lost.length > 0 && [
        `${lost.length} of ${begun.length} requests begun before ${stopSignal} ${lost.length === 1 ? 'is' : 'are'} lost: ${lost.slice(0, 5).map(shown).join('; ')}`,
        `On ${stopSignal} stop listening (server.close()), wait until every answer is sent, then close the database and exit with 0.`,
        whyLost,
      ],
      rows !== undefined &&
        rows.kept < rows.written && [
          `${rows.written - rows.kept} of ${rows.written} items that the API said it had written around ${stopSignal} are not in ${rows.table} after the exit`,
          'Answer when the row is written, or write what is left before the exit.',
          'It answers before it writes, and stops before it has written.',
        ],
      !isOrderly && [
        ended,
        `Finish what is under way, then exit with 0${exitCode === 0 ? '; or leave the exit code out of the spec' : ''}.`,
        isOfRuntime
          ? `Every request is answered; ${code} is what a runtime exits with by itself after ${stopSignal}.`
          : bySignal
            ? 'The signal ends the process at once: it has no handler, or an init reports the signal.'
            : code === 137
              ? 'Something kills it (SIGKILL) before it has ended: memory, or a supervisor inside.'
              : 'Its shutdown ends with an error.',
      ],
    ],
    {
      evidence: `${ended}${stopSignal === signal ? '' : ', the STOPSIGNAL of the image'}; ${
        held.length > 0
          ? `${held.length} half-sent ${[...new Set(held.map(({ request }) => request))].join(', ')} are answered ${statuses} though their second half came later, and ${before.length} of ${before.length} other requests; ${kept}`
          : before.length === 0
            ? 'of work under way nothing is known (port: none)'
            : `${before.length} of ${before.length} ${before[0]?.request} in a steady loop are answered (no request is known that could be held open: name a resource in the front matter)`
      }`,
      actual: `${exit === undefined ? 'still running' : `exit code ${code} after ${duration(exit.ms)}`}; PID 1 is ${first}; last log lines:\n${lastLines(seen.logs, 3) || '(nothing)'}`,
      measured: {
        withinMs,
        stopSignal,
        heldRequests: held.length,
        requestsBefore: before.length,
        requestsLost: lost.length,
        ...(rows && { rowsWritten: rows.written, rowsKept: rows.kept }),
        ...(exit && { exitCode: exit.code, ms: Math.round(exit.ms) }),
      },
      command: `${seen.command}; sleep 3; time docker stop --time ${Math.ceil(withinMs / 1000)} look; docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' look; docker rm -f look`,
    },
  );
}

function whyItStays({ first, stillAnswers, stopSignal, held }: ShutdownObservation): string {
  if (held.some((sent) => statusOf(sent) === undefined))
    return `It neither answers the requests that were half sent at ${stopSignal}, nor gives them up.`;
  if (stillAnswers === false)
    return 'It takes no new requests and waits for something that does not end: an idle connection that is kept, a timer, or the database pool.';
  const [, wrapper] = wrappers.find(([name]) => name.test(first)) ?? [];
  return wrapper === undefined
    ? `PID 1 (${first}) has no handler for ${stopSignal}, and the kernel ends no PID 1 that has none.`
    : `PID 1 is a ${wrapper} (${first}), which does not pass ${stopSignal} on.`;
}

const wrappers = [
  [/^(?:\S*\/)?(?:ba|da|a|z)?sh\b/, 'shell'],
  [/^(?:\S*\/)?(?:npm|yarn|pnpm)\b/, 'package manager'],
] as const;

function shown({ request, ending }: SentRequest): string {
  const status = ending.kind === 'silence' ? 'no answer' : ending.status;
  return `${request} → ${status}${ending.kind === 'answered' ? '' : `, ${ending.reason}`}`;
}
