import { isAnswering } from '../../api-client/exchange.ts';
import { busyMachine, machineLoad } from '../../diagnosis/busy-machine.ts';
import { listeningIn } from '../../diagnosis/listening.ts';
import { publishedAt } from '../../docker/inspect.ts';
import { untilLate } from '../../measuring/until-late.ts';
import type { Resources } from '../../model/resources.ts';

export type PortClaim = Readonly<{ variable?: string; default?: number }>;

export type PortRun = Awaited<ReturnType<typeof observeRun>>;

/** The shared container runs without any variable but DATABASE_URL, published on the image's own port. */
type PortParts = Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>;

/** How long an API may take at least on the port it was told; longer where another start takes longer. */
const grace = 15_000;

/** A run for each part of the claim. Throws ImageFault for an API that dies, or listens elsewhere without the variable. */
export async function observePorts(
  { variable, default: promised }: PortClaim,
  parts: PortParts,
  signal: AbortSignal,
): Promise<readonly PortRun[]> {
  const own = parts.image.port;
  const standard = promised ?? own;
  // Above the ports that only root may listen on, and no port that programs choose by themselves.
  const chosen = standard === 18_765 ? 18_766 : 18_765;
  const byDefault = async (): Promise<PortRun> => {
    const run = { setting: undefined, port: standard, other: own };
    if (standard !== own) return observeRun(run, { [variable ?? 'PORT']: null }, parts, signal);
    await parts.container.answers(signal);
    const { detached: command } = parts.container;
    return { ...run, command, answersThere: true, answersOnOther: true, logs: '' };
  };
  const moved = { setting: `${variable}=${chosen}`, port: chosen, other: standard };
  return Promise.all([
    ...(promised === undefined ? [] : [byDefault()]),
    ...(variable === undefined
      ? []
      : [observeRun(moved, { [variable]: String(chosen) }, parts, signal)]),
  ]);
}

/** `setting`: `PORT=18765`, undefined without the variable; `other`: the port where it might answer instead. */
async function observeRun(
  run: { readonly setting: string | undefined; readonly port: number; readonly other: number },
  env: Readonly<Record<string, string | null>>,
  { engine: { docker }, containers }: PortParts,
  signal: AbortSignal,
) {
  const options = ['--publish', `${docker.ports.on}::${run.other}`];
  const moved = { purpose: 'port', port: run.port, env, options };
  await using container = await containers.launch(moved, signal);
  const otherUrl = `http://${await publishedAt(docker, container.id, run.other, signal)}`;
  let attempt = 0;
  let answers: readonly boolean[] = [];
  const ask = async (signal: AbortSignal) => {
    const urls = [container.baseUrl(), otherUrl];
    answers = await Promise.all(urls.map((url) => isAnswering(url, 2000, signal)));
    attempt += 1;
    if (attempt % 10 === 0) await container.mustRun(signal);
    return answers.includes(true);
  };
  // Whichever port answers first tells: nobody waits for a port that stays silent.
  await untilLate(ask, { ms: grace, containers }, signal);
  await ask(signal);
  if (!answers.includes(true) && machineLoad() >= 2) {
    const sockets = await listeningIn(docker, container, signal);
    if (sockets?.some(({ port, address }) => port === run.port && !/^127\.|^::1$/.test(address)))
      throw busyMachine(`It listens on port ${run.port}, and no answer came in ${grace / 1000} s`);
  }
  const [answersThere = false, answersOnOther = false] = answers;
  const logs = await container.logs(5, signal);
  return { ...run, command: container.detached, answersThere, answersOnOther, logs };
}

export function judgePort({ variable = 'PORT' }: PortClaim, runs: readonly PortRun[]) {
  const isWrong = ({ setting, answersThere, answersOnOther }: PortRun) =>
    !answersThere || (setting !== undefined && answersOnOther);
  const decisive = runs.find(isWrong) ?? runs.at(-1);
  if (decisive === undefined) throw new Error('no run tells of a port');
  const { setting, port, other, answersThere, answersOnOther, logs, command } = decisive;
  const evidence = runs
    .map(({ setting, port, other }) =>
      setting === undefined
        ? `answers on port ${port} by default`
        : `with ${setting} on port ${port} and no longer on ${other}`,
    )
    .join(', ');
  const silence = `no answer within ${grace / 1000} s, nor until another one had started; last log lines:\n${logs.trimEnd() || '(none)'}`;
  const [wrong, fix] =
    setting === undefined
      ? [
          answersOnOther
            ? `Answers on port ${other} by default, not on ${port}`
            : `Without ${variable} nothing answers on port ${port}: it listens on another one, or only on 127.0.0.1 inside the container`,
          `Listen on 0.0.0.0:${port} by default, or correct the port in the spec.`,
        ]
      : [
          answersOnOther
            ? `With ${setting} it ${answersThere ? 'also answers' : 'answers'} on port ${other}: ${variable} is not read`
            : `With ${setting} it answers neither there nor on port ${other}`,
          `Read the port from ${variable} and listen there on 0.0.0.0.`,
        ];
  return {
    holds: !isWrong(decisive),
    wrong,
    fix,
    evidence: evidence.charAt(0).toUpperCase() + evidence.slice(1),
    actual: answersOnOther ? `an answer on port ${other}` : silence,
    measured: Object.fromEntries(
      runs.map(({ setting, port }) => [setting === undefined ? 'defaultPort' : 'chosenPort', port]),
    ),
    command: `${command}; sleep 3; curl -i http://localhost:${port}/; docker rm -f look`,
  };
}
