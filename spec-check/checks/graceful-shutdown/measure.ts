import { constants } from 'node:os';
import type { Sql } from 'postgres';
import { readApiWhenReady } from '../../api-client/discover.ts';
import { exchange, pause, unlessSilent } from '../../api-client/exchange.ts';
import { answeringPath } from '../../api-client/paths.ts';
import { findRows } from '../../api-client/rows.ts';
import { holdRequest, type SentRequest, startTraffic } from '../../api-client/traffic.ts';
import { type Another, tryCreate } from '../../api-client/use-resource.ts';
import type { Docker } from '../../model/docker.ts';
import { duration, lastLines } from '../../model/format.ts';
import type { Container, Image, Resources } from '../../model/resources.ts';
import { Ambiguous, type Fail, type Verdict } from '../../model/verdict.ts';
import { StillRunning } from '../../resources/containers.ts';
import { uniqueName } from '../../resources/launch.ts';
import { readProcesses } from '../../resources/processes.ts';

/** Milliseconds until it must have exited, and the exit code where the sentence says it. */
export interface ShutdownLimit {
  readonly withinMs: number;
  readonly exitCode?: 0 | undefined;
}

/** What a container did from the signal on that `docker stop` sends it. */
export interface ShutdownSeen {
  /** The STOPSIGNAL of the image, else SIGTERM. */
  readonly stopSignal: string;
  /** Requests half sent at the signal, finished seconds after it; none where nobody can tell what to send. */
  readonly held: readonly SentRequest[];
  /** A success of the request that is held, before the signal: 201. */
  readonly usually: number | undefined;
  /** What was sent and answered well around the signal, and how much of it the database has after the exit; undefined where no table shows it. */
  readonly rows:
    | { readonly written: number; readonly kept: number; readonly table: string }
    | undefined;
  /** Requests of the steady loop that were begun before the signal. */
  readonly before: readonly SentRequest[];
  /** Those begun after it: they may be refused, and must not be cut. */
  readonly since: readonly SentRequest[];
  /** Undefined when it still ran at the limit. */
  readonly exit: { readonly code: number; readonly ms: number } | undefined;
  /** At the limit it still served new requests: the signal did nothing. */
  readonly stillAnswers: boolean;
  /** Command line of PID 1; undefined where the engine does not show it. */
  readonly first: string | undefined;
  readonly logs: string;
}

/** Enough to see that it is none by chance. */
const heldRequests = 3;

/** Requests that are answered just before the signal. */
const lastRequests = 3;

/** How long an API may take to say that it has begun with a request; some never say so. */
const patience = 1500;

/** How long the loop runs before the signal. */
const lead = 1000;

/**
 * A request that was begun later than this before the signal may wait in a queue of the kernel, where
 * no API can know of it: that it gets no answer proves nothing.
 */
const settled = 500;

/** Milliseconds after the signal that the held requests stay half sent: `docker stop` gives ten seconds. */
const hold = 4000;

export async function seeShutdown(
  withinMs: number,
  { engine: { docker }, image, containers }: Pick<Resources, 'engine' | 'image' | 'containers'>,
  signal: AbortSignal,
): Promise<ShutdownSeen> {
  const hints = image.api ?? {};
  await using container = await containers.launch({ purpose: uniqueName('shutdown') }, signal);
  await container.answers(signal);
  const baseUrl = container.baseUrl();
  const api = await readApiWhenReady(baseUrl, hints, signal);
  const { path } = await answeringPath(baseUrl, api, signal);
  await using creation = await tryCreate({ baseUrl, api, sql: container.sql, signal }, hints);
  const format = ['--format', '{{.Config.StopSignal}}'];
  const declared = (await docker.read(['inspect', ...format, container.id], { signal })).trim();
  const stopSignal = signalName(declared || 'SIGTERM');
  const first = await commandOfFirst(docker, container, signal);

  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const traffic = startTraffic(baseUrl, path, either);
  const requests = creation?.created
    ? Array.from({ length: heldRequests + lastRequests }, () => creation.another())
    : [];
  const [late, early] = [requests.slice(0, lastRequests), requests.slice(lastRequests)];
  try {
    const open = early.map(({ request }) => holdRequest(baseUrl, request, either));
    const [taken] = await Promise.all([
      Promise.all(open.map((one) => one.taken(patience))),
      pause(lead, signal),
    ]);
    // Those that the API has surely begun with; where it does not say so of any, all that are open.
    const known = taken.includes(true);
    const held = open.filter((one, index) => !one.ended() && (!known || taken[index]));
    // What is answered at the last moment may be written a moment later.
    const last = await Promise.all(
      late.map(({ request: { path, body, mediaType } }) =>
        unlessSilent(exchange(baseUrl, { method: 'POST', path, body, mediaType, signal })),
      ),
    );
    const begun = performance.now();
    await container.kill(stopSignal, signal);
    const told = performance.now();
    const exits = exitOf(container, withinMs, told, signal);
    await Promise.race([pause(Math.min(hold, withinMs * 0.4), signal), exits]);
    // A client that never let go of its connection could keep an orderly server up for ever, and one
    // that lets go last would give it time to write.
    traffic.leave();
    await Promise.race([pause(100, signal), exits]);
    for (const { finish } of open) finish();
    const exit = await exits;
    const stillAnswers =
      exit === undefined &&
      (await unlessSilent(exchange(baseUrl, { path, signal, timeout: 2000 }))) !== undefined;
    const all = await traffic.stop();
    const isBefore = ({ at, ending }: SentRequest) =>
      at < begun && (ending.kind !== 'silence' || at < begun - settled);
    ended.abort();
    const endings = await Promise.all(open.map(({ sent }) => sent));
    const written = [
      ...late.filter((_, index) => isWell(last[index]?.status)),
      ...early.filter((_, index) => isWell(statusOf(endings[index]))),
    ];
    return {
      stopSignal,
      held: await Promise.all(held.map(({ sent }) => sent)),
      usually: creation?.created ? creation.answer.status : undefined,
      rows: exit && (await rowsOf(written, creation?.table, container.sql, signal)),
      before: all.filter(isBefore),
      since: all.filter((one) => !isBefore(one)),
      exit,
      stillAnswers,
      first,
      logs: await container.logs(5, signal),
    };
  } finally {
    ended.abort();
    await traffic.stop();
  }
}

/** `SIGINT` for `INT`, `SIGINT` and `2`, as STOPSIGNAL takes it. */
function signalName(declared: string): string {
  const numbered = Object.entries(constants.signals).find(([, code]) => String(code) === declared);
  return numbered?.[0] ?? declared.replace(/^(?:SIG)?(?=[A-Z])/, 'SIG');
}

function isWell(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function statusOf(sent: SentRequest | undefined): number | undefined {
  return sent?.ending.kind === 'answered' ? sent.ending.status : undefined;
}

async function rowsOf(
  written: readonly Another[],
  table: string | undefined,
  sql: Sql | undefined,
  signal: AbortSignal,
): Promise<ShutdownSeen['rows']> {
  if (sql === undefined || table === undefined || written.length === 0) return undefined;
  const found = await Promise.all(
    written.map(({ mark }) => findRows(sql, { value: mark, hint: table }, signal)),
  );
  return { written: written.length, kept: found.filter((rows) => rows.length > 0).length, table };
}

async function exitOf(
  container: Container,
  withinMs: number,
  told: number,
  signal: AbortSignal,
): Promise<ShutdownSeen['exit']> {
  try {
    const { exitCode } = await container.exits(withinMs, signal);
    return { code: exitCode, ms: performance.now() - told };
  } catch (error) {
    if (error instanceof StillRunning) return undefined;
    throw error;
  }
}

/** For the diagnosis only: no reason to fail where it cannot be read. */
async function commandOfFirst(
  docker: Docker,
  container: Container,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { pid } = await container.state(signal);
  const listed = await readProcesses(docker, { id: container.id, pid }, signal).catch(() => []);
  signal.throwIfAborted();
  return listed[0]?.command;
}

/** Whether the signal lost nothing and the container was gone in time, with an exit code that says so. */
export function judgeShutdown(
  { withinMs, exitCode }: ShutdownLimit,
  seen: ShutdownSeen,
  { reference, port }: Pick<Image, 'reference' | 'port'>,
): Verdict {
  const { held, before, since, exit, rows, usually, stopSignal } = seen;
  const limit = duration(withinMs);
  const begun = [...held, ...before];
  const refused = ({ ending }: SentRequest) =>
    ending.kind === 'answered' &&
    (ending.status >= 500 || (isWell(usually) && !isWell(ending.status)));
  const limited = before.some(({ ending }) => ending.kind === 'answered' && ending.status === 429);
  if (limited && held.some(refused)) {
    throw new Ambiguous(
      'The API limits its clients (429), so it is not known why it refuses requests while it stops',
      'Raise the limit for the run, by a variable that the spec names.',
    );
  }
  const lost = [
    ...begun.filter(({ ending }) => ending.kind !== 'answered'),
    ...held.filter(refused),
    ...since.filter(({ ending }) => ending.kind === 'cut'),
  ];
  const proven = {
    measured: {
      withinMs,
      stopSignal,
      heldRequests: held.length,
      requestsBefore: before.length,
      requestsLost: lost.length,
      ...(rows && { rowsWritten: rows.written, rowsKept: rows.kept }),
      ...(exit && { exitCode: exit.code, ms: Math.round(exit.ms) }),
    },
    command: `docker run -d --name look -e DATABASE_URL -p ${port}:${port} ${reference}; sleep 3; time docker stop --time ${Math.ceil(withinMs / 1000)} look; docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' look; docker rm -f look`,
  };
  const expected = `every request begun before ${stopSignal} answered whole and kept, and exit code 0 within ${limit}`;
  const said = lastLines(seen.logs, 3) || '(nothing)';
  const failed = (words: Omit<Fail, 'status' | 'expected'>): Verdict => ({
    status: 'FAIL',
    expected,
    ...words,
    ...proven,
  });
  if (exit === undefined) {
    return failed({
      evidence: `Still running ${limit} after ${stopSignal}${seen.stillAnswers ? ', and serves on as before' : ', though it no longer answers'}`,
      actual: `still running; PID 1 is ${seen.first ?? 'not shown by the engine'}; last log lines:\n${said}`,
      ...whyItStays(seen),
    });
  }
  const after = `exit code ${exit.code} after ${duration(exit.ms)}`;
  const bySignal = exit.code === 128 + (constants.signals[stopSignal as NodeJS.Signals] ?? 15);
  if (lost.length > 0) {
    return failed({
      evidence: `${lost.length} of ${begun.length} requests begun before ${stopSignal} ${lost.length === 1 ? 'is' : 'are'} lost: ${shown(lost[0])}; ${after}`,
      actual: `${lost.map(shown).slice(0, 5).join('\n')}\n${after}`,
      diagnosis:
        stopSignal === 'SIGKILL'
          ? 'STOPSIGNAL of the image is SIGKILL, which no process can handle.'
          : bySignal && exit.ms < 1000
            ? `${stopSignal} ends the process at once: it has no handler for it.`
            : lost.every(refused)
              ? 'It refuses what it had begun with, because it stops.'
              : 'The process exits, or closes its database, while requests are still being answered.',
      fix: `On ${stopSignal} stop listening (server.close()), wait until every answer is sent, then close the database and exit with 0.`,
    });
  }
  if (rows !== undefined && rows.kept < rows.written) {
    return failed({
      evidence: `${rows.written - rows.kept} of ${rows.written} items that the API said it had created around ${stopSignal} are not in ${rows.table} after the exit`,
      actual: `${rows.kept} of ${rows.written} rows; ${after}`,
      diagnosis: 'It answers before it writes, and stops before it has written.',
      fix: 'Answer when the row is written, or write what is left before the exit.',
    });
  }
  // 128 and the signal is what a JVM exits with after an orderly end.
  const orderly = exit.code === 0 || (bySignal && exitCode === undefined && held.length > 0);
  if (!orderly) {
    return failed({
      evidence: `Exits with ${exit.code} ${duration(exit.ms)} after ${stopSignal}`,
      actual: `exit code ${exit.code}; last log lines:\n${said}`,
      diagnosis:
        bySignal && held.length > 0
          ? `Every request is answered; ${exit.code} is what a runtime exits with by itself after ${stopSignal}.`
          : whyThatCode(exit.code, bySignal),
      fix:
        bySignal && held.length > 0
          ? 'Exit with 0 at the end, or leave the exit code out of the spec.'
          : `Handle ${stopSignal}: finish what is under way, then exit with 0.`,
    });
  }
  const ended = `Exits with ${exit.code} ${duration(exit.ms)} after ${stopSignal}${stopSignal === 'SIGTERM' ? '' : ', the STOPSIGNAL of the image'}`;
  const kept =
    rows === undefined ? '' : `; all ${rows.written} items created around it are in ${rows.table}`;
  return {
    status: 'PASS',
    evidence:
      held.length > 0
        ? `${ended}; ${held.length} half-sent ${held[0]?.request} are answered ${statuses(held)} though their second half came later, and ${before.length} of ${before.length} other requests${kept}`
        : `${ended}; ${before.length} of ${before.length} ${before[0]?.request ?? 'requests'} in a steady loop are answered (no request is known that could be held open: name a resource in the front matter)`,
    ...proven,
  };
}

function whyItStays({ first, stillAnswers, stopSignal }: ShutdownSeen): {
  readonly diagnosis: string;
  readonly fix: string;
} {
  if (!stillAnswers)
    return {
      diagnosis:
        'It takes no new requests and waits for something that does not end: an idle connection that is kept, a timer, or the database pool.',
      fix: 'Close idle connections (server.closeIdleConnections()) and the database pool, and set a limit after which it exits all the same.',
    };
  if (/^(?:\S*\/)?(?:ba|da|a|z)?sh\b/.test(first ?? ''))
    return {
      diagnosis: `PID 1 is a shell (${first}), which ignores ${stopSignal} and does not pass it on.`,
      fix: 'Use the exec form, CMD ["node", "server.mjs"], or start the program with exec in the script.',
    };
  if (/^(?:\S*\/)?(?:npm|yarn|pnpm)\b/.test(first ?? ''))
    return {
      diagnosis: `PID 1 is a package manager (${first}), which does not stop its child in order.`,
      fix: 'Start the program itself: CMD ["node", "server.mjs"].',
    };
  return {
    diagnosis: `PID 1${first === undefined ? '' : ` (${first})`} has no handler for ${stopSignal}, and the kernel ends no PID 1 that has none.`,
    fix: `Handle ${stopSignal} in the program: process.on('${stopSignal}', …).`,
  };
}

function whyThatCode(code: number, bySignal: boolean): string {
  if (bySignal)
    return 'The signal ends the process at once: it has no handler, or an init reports the signal.';
  if (code === 137)
    return 'Something kills it (SIGKILL) before it has ended: memory, or a supervisor inside.';
  return 'Its shutdown ends with an error.';
}

function shown(sent: SentRequest | undefined): string {
  if (sent === undefined) return 'none';
  const { request, ending } = sent;
  return `${request} → ${ending.kind === 'answered' ? ending.status : ending.kind === 'cut' ? `${ending.status}, ${ending.reason}` : `no answer, ${ending.reason}`}`;
}

function statuses(held: readonly SentRequest[]): string {
  return [
    ...new Set(held.map(({ ending }) => (ending.kind === 'silence' ? '-' : ending.status))),
  ].join(', ');
}
