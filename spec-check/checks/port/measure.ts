import { exchange, pause, unlessSilent } from '../../api-client/exchange.ts';
import type { Container, LaunchOptions, Resources } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { longEnough, uniqueName } from '../../resources/launch.ts';

export interface PortClaim {
  /** The variable that sets it; undefined when only the default is promised. */
  readonly variable?: string | undefined;
  readonly default?: number | undefined;
}

/** Which of two published ports an API answered on. */
export interface PortsAnswered {
  readonly port: number;
  readonly answersThere: boolean;
  /** The port where it might answer instead. */
  readonly other: number;
  readonly answersOnOther: boolean;
  /** What it said last, when it does not answer where it should. */
  readonly logs: string;
}

/** Where the API answered in each of two runs; undefined for a run that nothing was claimed of. */
export interface PortsSeen {
  /** Without the variable, published on the default that was promised and on the image's own port. */
  readonly without: PortsAnswered | undefined;
  /** With the variable, published on the port that it names and on the default. */
  readonly with: PortsAnswered | undefined;
}

/** The shared container runs without any variable but DATABASE_URL, published on the image's own port. */
type PortParts = Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>;

/** How long an API may take at least on the port it was told; longer where another start takes longer. */
const grace = 15_000;

export async function seePorts(
  { variable, default: promised }: PortClaim,
  parts: PortParts,
  signal: AbortSignal,
): Promise<PortsSeen> {
  const imagePort = parts.image.port;
  const standard = promised ?? imagePort;
  const unset = { [variable ?? 'PORT']: null };
  // Above the ports that only root may listen on, and no port that programs choose by themselves.
  const chosen = standard === 18_765 ? 18_766 : 18_765;
  const [without, told] = await Promise.all([
    promised === undefined
      ? undefined
      : promised === imagePort
        ? sharedAnswers(parts, signal)
        : runWithPorts({ port: promised, other: imagePort, env: unset }, parts, signal),
    variable === undefined
      ? undefined
      : runWithPorts(
          { port: chosen, other: standard, env: { [variable]: String(chosen) } },
          parts,
          signal,
        ),
  ]);
  return { without, with: told };
}

/** Throws ImageFault, which says where it listens instead. */
async function sharedAnswers(
  { container, image: { port } }: PortParts,
  signal: AbortSignal,
): Promise<PortsAnswered> {
  await container.answers(signal);
  return { port, answersThere: true, other: port, answersOnOther: true, logs: '' };
}

async function runWithPorts(
  run: Pick<PortsAnswered, 'port' | 'other'> & Pick<LaunchOptions, 'env'>,
  { engine: { docker }, containers }: PortParts,
  signal: AbortSignal,
): Promise<PortsAnswered> {
  const { port, other } = run;
  const options = ['--publish', `127.0.0.1::${other}`];
  await using container = await containers.launch(
    { ...run, purpose: uniqueName('port'), options },
    signal,
  );
  const published = await docker.read(['port', container.id, `${other}/tcp`], { signal });
  const otherUrl = `http://${published.split('\n')[0]?.trim()}`;
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let late = false;
  const waiting = longEnough(grace, containers, {}, either).then(() => {
    late = true;
  });
  try {
    // Whichever port answers first tells: nobody waits for a port that stays silent.
    const there = await Promise.race([
      answersSoon(container, container.baseUrl(), () => late, either),
      answersSoon(container, otherUrl, () => late, either).then((answers) => !answers),
      // Only so that a wait that fails is no wait for ever.
      waiting.then(() => new Promise<never>(() => {})),
    ]);
    const answersThere = there && (await answersOnce(container.baseUrl(), signal));
    const answersOnOther = await answersOnce(otherUrl, signal);
    return {
      port,
      answersThere,
      other,
      answersOnOther,
      logs: answersThere ? '' : await container.logs(5, signal),
    };
  } finally {
    stop.abort();
    await Promise.allSettled([waiting]);
  }
}

/** Whether an address answers before it is too late. Throws ImageFault when the container dies. */
async function answersSoon(
  container: Container,
  url: string,
  isLate: () => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 0; !isLate(); attempt += 1) {
    if (await answersOnce(url, signal)) return true;
    if (attempt % 10 === 9) {
      const dead = await container.death(signal);
      if (dead !== undefined) throw dead;
    }
    await pause(50, signal);
  }
  return false;
}

async function answersOnce(url: string, signal: AbortSignal): Promise<boolean> {
  return (await unlessSilent(exchange(url, { path: '/', signal, timeout: 2000 }))) !== undefined;
}

/** Whether the port is as claimed. */
export function judgePort(
  { variable, default: promised }: PortClaim,
  { without, with: told }: PortsSeen,
  reference: string,
): Verdict {
  const command = (env: string, port: number) =>
    `docker run --rm -e DATABASE_URL${env} -p ${port}:${port} ${reference} & curl -i http://localhost:${port}/`;
  const silence = ({ logs }: PortsAnswered) =>
    `no answer within ${grace / 1000} s, nor until another one had started; last log lines:\n${logs.trimEnd() || '(none)'}`;
  if (
    (promised === undefined) !== (without === undefined) ||
    (variable === undefined) !== (told === undefined)
  ) {
    throw new Error(`a run is missing: with ${variable ?? 'a variable'} or without`);
  }
  if (without !== undefined && !without.answersThere) {
    const elsewhere = without.answersOnOther;
    return {
      status: 'FAIL',
      evidence: elsewhere
        ? `Answers on port ${without.other} by default, not on ${without.port}`
        : `Without ${variable ?? 'PORT'} nothing answers on port ${without.port}`,
      expected: `an answer on port ${without.port}`,
      actual: elsewhere ? `an answer on port ${without.other}` : silence(without),
      diagnosis: elsewhere
        ? 'The default is another one than the spec says.'
        : 'It listens on another port, or only on 127.0.0.1 inside the container.',
      fix: `Listen on 0.0.0.0:${without.port} by default, or correct the port in the spec.`,
      command: command('', without.port),
    };
  }
  if (told !== undefined && (!told.answersThere || told.answersOnOther)) {
    const fixed = told.answersOnOther;
    return {
      status: 'FAIL',
      evidence: `With ${variable}=${told.port} it ${fixed ? `${told.answersThere ? 'also answers' : 'answers'} on port ${told.other}` : `answers neither there nor on port ${told.other}`}`,
      expected: `an answer on port ${told.port}, and none on ${told.other}`,
      actual: fixed ? `an answer on port ${told.other}` : silence(told),
      diagnosis: fixed
        ? `The port is fixed: ${variable} is not read.`
        : `${variable} is read, and the API listens nowhere that a published port reaches.`,
      fix: `Read the port from ${variable} and listen there on 0.0.0.0.`,
      command: command(` -e ${variable}=${told.port}`, told.port),
    };
  }
  const evidence = [
    ...(without === undefined
      ? []
      : [
          `answers on port ${without.port}${variable === undefined ? ' by default' : ` without ${variable}`}`,
        ]),
    ...(told === undefined
      ? []
      : [`with ${variable}=${told.port} on port ${told.port} and no longer on ${told.other}`]),
  ].join(', ');
  return {
    status: 'PASS',
    evidence: evidence.charAt(0).toUpperCase() + evidence.slice(1),
    measured: {
      ...(without && { defaultPort: without.port }),
      ...(told && { chosenPort: told.port }),
    },
    command:
      told === undefined
        ? command('', without?.port ?? 0)
        : command(` -e ${variable}=${told.port}`, told.port),
  };
}
