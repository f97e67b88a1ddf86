import { pause } from '../api-client/exchange.ts';
import { httpRequest, whyNoAnswer } from '../api-client/http-request.ts';
import { busyMachine, machineLoad } from '../diagnosis/busy-machine.ts';
import { type Silent, silenceFault } from '../diagnosis/container-faults.ts';
import { listeningIn, socketsCause } from '../diagnosis/listening.ts';
import { duration } from '../model/format.ts';
import type { Container, Image } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';
import type { ResourceContext } from './resource.ts';

/** What is known of a container when it is started. */
export interface Started
  extends Omit<Silent, 'id' | 'lastAnswer' | 'logs'>,
    Pick<Container, 'name' | 'tables' | 'detached' | 'shownUrl'> {
  readonly context: Pick<ResourceContext, 'secrets'>;
  readonly image: Pick<Image, 'startLimit' | 'isWorker'>;
  /** Neither the image nor the spec says where it answers. */
  readonly isPortUnknown: boolean;
  /** Where it is reached; empty when its port is not published. */
  readonly url: (id: string, signal: AbortSignal) => Promise<string>;
  readonly remove: () => Promise<void>;
}

interface Starting extends Started, Pick<Container, 'id' | 'state' | 'logs' | 'death'> {
  /** Where it is reached now, and what it said last; some say 503 until they have started. */
  readonly http: { url: string; lastAnswer: string; isStarting: boolean };
  readonly silent: (signal: AbortSignal) => Promise<Silent>;
}

/** Resolves when it answers, or says at the limit that it still starts. Throws when no answer will come. */
export async function firstAnswer(starting: Starting, signal: AbortSignal): Promise<void> {
  const { http, death } = starting;
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const look = socketLooks(starting, elapsed);
  for (let attempt = 0; !(await isAnswered(http, signal)); attempt += 1) {
    signal.throwIfAborted();
    // An engine call costs far more than a request: look at the state at every 16th try, some 0.4 s.
    if (attempt % 16 === 15 || http.url === '') {
      const dead = await death(signal);
      if (dead !== undefined) throw dead;
      if (http.url === '') http.url = await starting.url(starting.id, signal);
    }
    await look(signal);
    if (elapsed() > starting.image.startLimit) {
      if (http.isStarting) return;
      const fault = await tooLate(starting, elapsed(), signal);
      // The looks took time as well: it may answer by now.
      if (await isAnswered(http, signal)) return;
      throw fault;
    }
    await pause(25, signal);
  }
}

async function isAnswered(http: Starting['http'], signal: AbortSignal): Promise<boolean> {
  if (http.url === '') return false;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)]);
  try {
    const response = await httpRequest(http.url, { signal: limit });
    response.destroy();
    http.lastAnswer = `GET / → ${response.statusCode}`;
    http.isStarting = response.statusCode === 503;
    return !http.isStarting;
  } catch (error) {
    http.lastAnswer = `GET / got no answer: ${whyNoAnswer(error)}`;
    return false;
  }
}

/** Looks from time to time where it listens. Throws when that is elsewhere and stays so: a program that logs nothing new has finished its start. */
function socketLooks(starting: Starting, elapsed: () => number) {
  const { port, logs, silent } = starting;
  let next = firstLook;
  let before = { snapshot: '', since: 0 };
  return async (signal: AbortSignal) => {
    if (elapsed() <= next) return;
    next = elapsed() + betweenLooks;
    const sockets = await listeningIn(starting.docker, starting, signal);
    const { isElsewhere } = socketsCause(port, sockets);
    const snapshot = isElsewhere ? JSON.stringify([sockets, await logs(3, signal)]) : '';
    if (snapshot !== before.snapshot) before = { snapshot, since: elapsed() };
    if (snapshot !== '' && elapsed() - before.since > settled)
      throw await silenceFault(await silent(signal), { ms: elapsed(), sockets }, signal);
  };
}

/** What it means that nothing has answered for `ms` milliseconds, when no more time is left. */
async function tooLate(starting: Starting, ms: number, signal: AbortSignal) {
  const { docker, isPortUnknown, death, silent } = starting;
  const sockets = await listeningIn(docker, starting, signal);
  if (sockets?.length === 0 && isPortUnknown && !(await death(signal)))
    return new Ambiguous(
      'It runs and listens on no port, and neither the image nor the spec names one: whether it should answer HTTP is not known',
      'Say in the front matter where it answers (port: 8000), or that it does not (port: none).',
    );
  if (!socketsCause(starting.port, sockets).isElsewhere && (await isStarved(starting, signal)))
    return busyMachine(`The container still computes and gives no answer after ${duration(ms)}`);
  return silenceFault(await silent(signal), { ms, sockets }, signal);
}

/** Whether a program that is not ready is still at work, on a machine that has more to do than it can. */
async function isStarved({ docker, id }: Starting, signal: AbortSignal): Promise<boolean> {
  const load = machineLoad();
  if (load < 2) return false;
  // A quarter of what each gets of the processors, in percent of one.
  const little = Math.min(5, 25 / load);
  const stats = ['stats', '--no-stream', '--format', '{{.CPUPerc}}', id];
  return Number.parseFloat(await docker.read(stats, { signal })) > little;
}

/** Milliseconds: when to look at where a silent program listens, and how long that must stay so. */
const firstLook = 2000;
const betweenLooks = 1000;
const settled = 3000;
