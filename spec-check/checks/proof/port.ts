import type { Docker } from '../../../setup/docker.ts';
import type { Container, Containers } from '../../resources/handles.ts';
import { exchange, NoAnswer, pause } from '../api/exchange.ts';
import { ImageFault, type Verdict } from '../check.ts';
import { uniqueName } from './launch.ts';

export interface PortClaim {
  /** The variable that sets it; undefined when only the default is promised. */
  readonly variable?: string | undefined;
  readonly default?: number | undefined;
}

/** Where the API answered in each of two runs. */
export interface PortsSeen {
  /** The port that it is expected on when nothing is said. */
  readonly standard: number;
  /** Run without the variable: answered on the standard port. Undefined when that was not claimed. */
  readonly without: boolean | undefined;
  /** Run with the variable set to `port`; undefined when that was not claimed. */
  readonly with: { readonly port: number; readonly answersThere: boolean; readonly answersOnStandard: boolean } | undefined;
  /** What the container that did not answer said last. */
  readonly logs: string;
}

export interface PortParts {
  readonly docker: Docker;
  readonly containers: Containers;
  /** Runs without any variable but DATABASE_URL, published on the image's own port. */
  readonly shared: Container;
  readonly imagePort: number;
}

/** How long an API may take on the port it was told, once it could have answered on the other. */
const grace = 15_000;

export async function seePorts(
  { variable, default: promised }: PortClaim,
  { docker, containers, shared, imagePort }: PortParts,
  signal: AbortSignal,
): Promise<PortsSeen> {
  const standard = promised ?? imagePort;
  const [without, chosen] = await Promise.all([
    promised === undefined ? undefined : answersWithout(variable, standard, containers, promised === imagePort ? shared : undefined, signal),
    variable === undefined ? undefined : answersWith(variable, standard, docker, containers, signal),
  ]);
  return { standard, without: without?.answers, with: chosen?.seen, logs: without?.logs || chosen?.logs || '' };
}

async function answersWithout(variable: string | undefined, port: number, containers: Containers, shared: Container | undefined, signal: AbortSignal) {
  if (shared !== undefined) {
    const answers = await answersSoon(shared, shared.baseUrl(), signal);
    return { answers, logs: answers ? '' : await shared.logs(5, signal) };
  }
  const env = { [variable ?? 'PORT']: null };
  await using container = await containers.launch({ purpose: uniqueName('port-default'), port, env }, signal);
  const answers = await answersSoon(container, container.baseUrl(), signal);
  return { answers, logs: answers ? '' : await container.logs(5, signal) };
}

async function answersWith(variable: string, standard: number, docker: Docker, containers: Containers, signal: AbortSignal) {
  // Above the ports that only root may listen on, and no port that programs choose by themselves.
  const port = standard === 18_765 ? 18_766 : 18_765;
  const options = ['--publish', `127.0.0.1::${standard}`];
  await using container = await containers.launch({ purpose: uniqueName('port-chosen'), port, env: { [variable]: String(port) }, options }, signal);
  const published = await docker.read(['port', container.id, `${standard}/tcp`], { signal });
  const standardUrl = `http://${published.split('\n')[0]?.trim()}`;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    // Whichever port answers first tells: nobody waits for a port that stays silent.
    const first = await Promise.race([
      answersSoon(container, container.baseUrl(), either).then((answers) => ({ there: answers })),
      answersSoon(container, standardUrl, either).then((answers) => ({ there: !answers })),
    ]);
    const answersOnStandard = await answersOnce(standardUrl, signal);
    const seen = { port, answersThere: first.there && (await answersOnce(container.baseUrl(), signal)), answersOnStandard };
    return { seen, logs: seen.answersThere ? '' : await container.logs(5, signal) };
  } finally {
    stop.abort();
  }
}

/** Whether an address answers before the grace is over. Throws ImageFault when the container dies. */
async function answersSoon(container: Container, url: string, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + grace;
  for (let attempt = 0; performance.now() < deadline; attempt += 1) {
    if (await answersOnce(url, signal)) return true;
    if (attempt % 10 === 9) {
      const state = await container.state(signal);
      if (state.status === 'exited' || state.status === 'dead') throw await died(container, state.exitCode, signal);
    }
    await pause(50, signal);
  }
  return false;
}

async function died(container: Container, exitCode: number, signal: AbortSignal): Promise<ImageFault> {
  const logs = await container.logs(8, signal);
  return new ImageFault({
    evidence: `The container exits with code ${exitCode} instead of listening`,
    expected: 'a container that listens',
    actual: `exit code ${exitCode}; last log lines:\n${logs.trimEnd() || '(none)'}`,
    fix: 'The log lines say what stopped it.',
    command: container.command,
  });
}

async function answersOnce(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    await exchange(url, { path: '/', signal, timeout: 2000 });
    return true;
  } catch (error) {
    if (error instanceof NoAnswer) return false;
    throw error;
  }
}

/** Whether the port is as claimed. */
export function judgePort({ variable, default: promised }: PortClaim, seen: PortsSeen, reference: string): Verdict {
  const { standard } = seen;
  const by = (env: string, port: number) => `docker run --rm -e DATABASE_URL${env} -p ${port}:${port} ${reference} & curl -i http://localhost:${port}/`;
  const logs = `last log lines:\n${seen.logs.trimEnd() || '(none)'}`;
  if (promised !== undefined && seen.without !== true) {
    return {
      status: 'FAIL',
      evidence: `Without ${variable ?? 'PORT'} nothing answers on port ${promised}`,
      expected: `an answer on port ${promised}`,
      actual: `none within ${grace / 1000} s; ${logs}`,
      diagnosis: 'It listens on another port, or only on 127.0.0.1 inside the container.',
      fix: `Listen on 0.0.0.0:${promised} by default.`,
      command: by('', promised),
    };
  }
  const chosen = seen.with;
  if (variable !== undefined && chosen === undefined) throw new Error(`the run with ${variable} is missing`);
  if (chosen !== undefined && (!chosen.answersThere || chosen.answersOnStandard)) {
    const fixed = chosen.answersOnStandard;
    return {
      status: 'FAIL',
      evidence: `With ${variable}=${chosen.port} it ${fixed ? `${chosen.answersThere ? 'also answers' : 'answers'} on port ${standard}` : `answers neither there nor on port ${standard}`}`,
      expected: `an answer on port ${chosen.port}, and none on ${standard}`,
      actual: fixed ? `an answer on port ${standard}` : `no answer within ${grace / 1000} s; ${logs}`,
      diagnosis: fixed ? `The port is fixed: ${variable} is not read.` : `${variable} is read, and the API listens nowhere that a published port reaches.`,
      fix: `Read the port from ${variable} and listen there on 0.0.0.0.`,
      command: by(` -e ${variable}=${chosen.port}`, chosen.port),
    };
  }
  const evidence = [
    ...(promised === undefined ? [] : [`answers on port ${promised}${variable === undefined ? ' by default' : ` without ${variable}`}`]),
    ...(chosen === undefined ? [] : [`with ${variable}=${chosen.port} on port ${chosen.port} and no longer on ${standard}`]),
  ].join(', ');
  return {
    status: 'PASS',
    evidence: evidence.charAt(0).toUpperCase() + evidence.slice(1),
    measured: { defaultPort: standard, ...(chosen === undefined ? {} : { chosenPort: chosen.port }) },
    command: chosen === undefined ? by('', standard) : by(` -e ${variable}=${chosen.port}`, chosen.port),
  };
}
