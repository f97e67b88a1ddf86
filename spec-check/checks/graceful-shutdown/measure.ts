import { type ApiHints, readApiWhenReady } from '../../api-client/discover.ts';
import { exchange, pause } from '../../api-client/exchange.ts';
import { answeringPath } from '../../api-client/paths.ts';
import { holdRequest, type SentRequest, startTraffic } from '../../api-client/traffic.ts';
import { tryCreate, unlessSilent } from '../../api-client/try-create.ts';
import type { Docker } from '../../docker/docker.ts';
import type { Verdict } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import type { Container, Containers, Image } from '../../model/resources.ts';
import { StillRunning } from '../../resources/containers.ts';
import { uniqueName } from '../../resources/launch.ts';
import { readProcesses } from '../../resources/processes.ts';

export interface ShutdownParts {
  readonly docker: Docker;
  readonly containers: Containers;
  readonly hints: ApiHints;
}

/** What a container did from SIGTERM on. */
export interface ShutdownSeen {
  /** Requests half sent at the signal, finished after it; none where nobody can tell what to send. */
  readonly held: readonly SentRequest[];
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

/** How long an API may take to say that it has begun with a request; some never say so. */
const patience = 1500;

/** How long the loop runs before the signal. */
const lead = 1000;

/**
 * A request that was begun later than this before the signal may wait in a queue of the kernel, where
 * no API can know of it: that it gets no answer proves nothing.
 */
const settled = 500;

/** How long after the signal the held requests stay half sent. */
const hold = 300;

export async function seeShutdown(
  withinMs: number,
  { docker, containers, hints }: ShutdownParts,
  signal: AbortSignal,
): Promise<ShutdownSeen> {
  await using container = await containers.launch({ purpose: uniqueName('shutdown') }, signal);
  await container.answers(signal);
  const baseUrl = container.baseUrl();
  const api = await readApiWhenReady(baseUrl, hints, signal);
  const { path } = await answeringPath(baseUrl, api, signal);
  await using creation = await tryCreate({ baseUrl, api, sql: container.sql }, hints, signal);
  const first = await commandOfFirst(docker, container, signal);

  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const traffic = startTraffic(baseUrl, path, either);
  const requests = creation?.created
    ? Array.from({ length: heldRequests }, () => creation.request)
    : [];
  try {
    const open = requests.map((request) => holdRequest(baseUrl, request, either));
    const [taken] = await Promise.all([
      Promise.all(open.map((one) => one.taken(patience))),
      pause(lead, signal),
    ]);
    // Those that the API has surely begun with; where it does not say so of any, all that are open.
    const known = taken.includes(true);
    const held = open.filter((one, index) => !one.ended() && (!known || taken[index]));
    const begun = performance.now();
    await container.kill('TERM', signal);
    const told = performance.now();
    const exits = exitOf(container, withinMs, told, signal);
    await pause(Math.min(hold, withinMs / 4), signal);
    for (const { finish } of open) finish();
    // A client that never let go of its connection could keep an orderly server up for ever.
    traffic.leave();
    const exit = await exits;
    const stillAnswers =
      exit === undefined &&
      (await unlessSilent(exchange(baseUrl, { path, signal, timeout: 2000 }))) !== undefined;
    const all = await traffic.stop();
    const isBefore = ({ at, ending }: SentRequest) =>
      at < begun && (ending.kind !== 'silence' || at < begun - settled);
    ended.abort();
    return {
      held: await Promise.all(held.map(({ sent }) => sent)),
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

/** Whether SIGTERM lost nothing and the container was gone in time, with exit code 0. */
export function judgeShutdown(
  withinMs: number,
  seen: ShutdownSeen,
  { reference, port }: Pick<Image, 'reference' | 'port'>,
): Verdict {
  const { held, before, since, exit } = seen;
  const limit = duration(withinMs);
  const begun = [...held, ...before];
  const lost = [
    ...begun.filter(({ ending }) => ending.kind !== 'answered'),
    ...held.filter(({ ending }) => ending.kind === 'answered' && ending.status >= 500),
    ...since.filter(({ ending }) => ending.kind === 'cut'),
  ];
  const proven = {
    measured: {
      withinMs,
      heldRequests: held.length,
      requestsBefore: before.length,
      requestsLost: lost.length,
      ...(exit && { exitCode: exit.code, ms: Math.round(exit.ms) }),
    },
    command: `docker run -d --name look -e DATABASE_URL -p ${port}:${port} ${reference}; docker kill -s TERM look; timeout ${Math.ceil(withinMs / 1000)} docker wait look; docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' look; docker rm -f look`,
  };
  const expected = `every request begun before SIGTERM answered whole, and exit code 0 within ${limit}`;
  const said = lastLines(seen.logs, 3) || '(nothing)';
  if (exit === undefined) {
    return {
      status: 'FAIL',
      evidence: `Still running ${limit} after SIGTERM${seen.stillAnswers ? ', and serves on as before' : ', though it no longer answers'}`,
      expected,
      actual: `still running; PID 1 is ${seen.first ?? 'not shown by the engine'}; last log lines:\n${said}`,
      ...whyItStays(seen),
      ...proven,
    };
  }
  if (lost.length > 0) {
    return {
      status: 'FAIL',
      evidence: `${lost.length} of ${begun.length} requests begun before SIGTERM ${lost.length === 1 ? 'is' : 'are'} lost: ${shown(lost[0])}; exit code ${exit.code} after ${duration(exit.ms)}`,
      expected,
      actual: `${lost.map(shown).slice(0, 5).join('\n')}\nexit code ${exit.code}`,
      diagnosis:
        exit.code === 143
          ? 'SIGTERM ends the process at once: it has no handler for it.'
          : 'The process exits, or closes its database, while requests are still being answered.',
      fix: 'On SIGTERM stop listening (server.close()), wait until every answer is sent, then close the database and exit with 0.',
      ...proven,
    };
  }
  if (exit.code !== 0) {
    return {
      status: 'FAIL',
      evidence: `Exits with ${exit.code} ${duration(exit.ms)} after SIGTERM`,
      expected,
      actual: `exit code ${exit.code}; last log lines:\n${said}`,
      diagnosis: whyThatCode(exit.code),
      fix: 'Handle SIGTERM: finish what is under way, then exit with 0.',
      ...proven,
    };
  }
  return {
    status: 'PASS',
    evidence:
      held.length > 0
        ? `Exits with 0 ${duration(exit.ms)} after SIGTERM; ${held.length} half-sent ${held[0]?.request} are answered ${statuses(held)}, and ${before.length} of ${before.length} other requests`
        : `Exits with 0 ${duration(exit.ms)} after SIGTERM; ${before.length} of ${before.length} ${before[0]?.request ?? 'requests'} in a steady loop are answered (no request is known that could be held open: name a resource in the front matter)`,
    ...proven,
  };
}

function whyItStays({ first, stillAnswers }: ShutdownSeen): {
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
      diagnosis: `PID 1 is a shell (${first}), which ignores SIGTERM and does not pass it on.`,
      fix: 'Use the exec form, CMD ["node", "server.mjs"], or start the program with exec in the script.',
    };
  if (/^(?:\S*\/)?(?:npm|yarn|pnpm)\b/.test(first ?? ''))
    return {
      diagnosis: `PID 1 is a package manager (${first}), which does not stop its child in order.`,
      fix: 'Start the program itself: CMD ["node", "server.mjs"].',
    };
  return {
    diagnosis: `PID 1${first === undefined ? '' : ` (${first})`} has no handler for SIGTERM, and the kernel ends no PID 1 that has none.`,
    fix: "Handle SIGTERM in the program: process.on('SIGTERM', …).",
  };
}

function whyThatCode(code: number): string {
  if (code === 143)
    return 'SIGTERM ends the process at once: it has no handler, or an init reports the signal.';
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
