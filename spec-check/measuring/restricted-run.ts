import { NoAnswer, pause, shownExchange, whenReady } from '../api-client/exchange.ts';
import type { CheckContext } from '../model/check.ts';
import { lastLines } from '../model/format.ts';
import type { Container, Resources } from '../model/resources.ts';
import { ImageFault } from '../model/verdict.ts';

export interface Restriction {
  /** `['--user', '12345']`: as a person types it, and as `docker run` takes it. */
  readonly options: readonly (readonly string[])[];
  /** Signs in the logs of an image that fails, and what they mean; the last one always fits. */
  readonly causes: readonly (readonly [sign: RegExp, diagnosis: string])[];
  readonly fix: string;
}

/** Milliseconds after its start when it is looked at again. */
const aWhile = 5000;

/** The engine's own account of a container: each option in force, a line each. */
const optionsInForce = [
  '--user {{.Config.User}}',
  '{{if .HostConfig.ReadonlyRootfs}}--read-only{{end}}',
  '{{range .HostConfig.CapDrop}}--cap-drop {{.}}\n{{end}}',
  '{{range .HostConfig.SecurityOpt}}--security-opt={{.}}\n{{end}}',
  '{{range $path, $options := .HostConfig.Tmpfs}}--tmpfs {{$path}}\n{{end}}',
  '{{range .Mounts}}--volume {{.Destination}}\n{{end}}',
].join('\n');

type Parts = Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>;

/** Words of a system that refuses. */
export const denied = /EACCES|EPERM|permission denied|operation not permitted/i;

export const readOnlyRoot: Restriction = {
  options: [['--read-only']],
  causes: [
    [/EROFS|read-?only file ?system/i, 'It writes to a file of its own image.'],
    [/^/, 'It needs a file system that it can write to.'],
  ],
  fix: 'Keep state in the database and logs on stdout; what must be written goes to a volume or a tmpfs that the spec names.',
};

/** A file system that can be written only below these paths: volumes where the image has the folder, else tmpfs. */
export const writableOnly = (paths: readonly string[], inImage: (path: string) => boolean) => ({
  ...readOnlyRoot,
  options: [['--read-only'], ...paths.map((one) => [inImage(one) ? '--volume' : '--tmpfs', one])],
});

/** What the checks of a restriction share; `how` it is started, as a person says it. */
export const restricted = <P>(how: string, restrictionOf: (params: P) => Restriction) => ({
  proof: `A container of its own with ${how}, which docker inspect confirms, must start, answer, and create, update and delete a row, as it does without.`,
  describe: (params: P) =>
    `with ${restrictionOf(params).options.flat().join(' ')} it starts, answers, and creates, updates and deletes a row`,
  needs: ['engine', 'image', 'containers', 'container'] as const,
  run: (params: P, resources: Parts, { signal }: CheckContext) =>
    proveRestricted(restrictionOf(params), resources, signal),
});

export async function proveRestricted(restriction: Restriction, parts: Parts, signal: AbortSignal) {
  const observed = await observeRestricted(restriction, parts, signal);
  const command = parts.containers.command({ options: restriction.options.flat() });
  return judgeRestricted(restriction, observed, command);
}

export type RestrictedObservation = Partial<Awaited<ReturnType<typeof observeRestricted>>>;

/** Runs the API with fewer rights and uses it as one without the restriction can be used. */
async function observeRestricted(
  { options }: Restriction,
  { engine: { docker }, image, containers, container: shared }: Parts,
  signal: AbortSignal,
) {
  const { upAndAnswering } = await import('../api-client/paths.ts');
  const { headersOf } = await import('../api-client/discover.ts');
  const { useResource } = await import('../api-client/use-resource.ts');
  // An image that does not run at all says nothing of the restriction.
  const up = await upAndAnswering(shared, image, signal);

  await using started = new AsyncDisposableStack();
  let container: Container | undefined;
  let inForce: readonly string[] | undefined;
  try {
    const restricted = { purpose: 'restricted', options: options.flat() };
    container = started.use(await containers.launch(restricted, signal));
    const launched = performance.now();
    const inspect = ['inspect', '--format', optionsInForce, container.id];
    const output = await docker.read(inspect, { signal });
    inForce = output.split('\n').map((line) => line.replace(/(no-new-privileges)[:=]true$/, '$1'));
    const path = up?.answer.path ?? '/';
    const again = up && (await whenReady(await container.answers(signal), { path, signal }));
    const through = async ({ baseUrl, tables }: Container) => {
      if (up === undefined) return undefined;
      const headers = await headersOf(baseUrl(), image.api, signal);
      const live = { baseUrl: baseUrl(), api: { ...up.api, headers }, tables, signal };
      return useResource(live, image.api);
    };
    const usage = await through(container);
    // Its work in the background may need more rights than a request.
    await pause(Math.max(0, launched + aWhile - performance.now()), signal);
    await container.mustRun(signal);
    return {
      /** What the engine says is in force; undefined where it could not even start it. */
      inForce,
      answer: {
        status: again?.status ?? 0,
        usually: up?.answer.status ?? 0,
        brief: again ? `GET ${path} → ${again.status}` : 'it runs (port: none)',
        shown: again ? shownExchange(again) : '',
      },
      /** Undefined where nobody can tell what to send. */
      usage,
      /** Without the restriction too, which then has no part in it. */
      failsAnyway: usage?.works === false && !(await through(shared))?.works,
      logs: await container.logs(8, signal),
    };
  } catch (error) {
    // One that ends after a while anyway says nothing of it either.
    if (error instanceof ImageFault) {
      await shared.mustRun(signal);
      return { inForce, fault: { symptom: error.symptom, actual: error.fail.actual } };
    }
    if (!(error instanceof NoAnswer) || container === undefined) throw error;
    const logs = await container.logs(8, signal);
    const fault = { symptom: error.message, actual: `${error.message}; ${lastWords(logs)}` };
    return { inForce, fault, logs };
  }
}

const lastWords = (logs: string): string => `last log lines:\n${lastLines(logs, 5) || '(none)'}`;

/** Whether the API does with fewer rights what it does without the restriction. Throws when it was not in force. */
export function judgeRestricted(
  { options, causes, fix }: Restriction,
  { inForce, fault, answer, usage, failsAnyway = false, logs = '' }: RestrictedObservation,
  command: string,
) {
  const shown = options.flat().join(' ');
  if (inForce && !options.every((option) => inForce.includes(option.join(' '))))
    throw new Error(
      `the engine did not start the container with ${shown}: docker inspect says ${inForce.join(' ')}`,
    );
  if (!fault && !answer) throw new Error('the API was not asked');
  const worse = (seen: string, usually: string) =>
    [`${seen}, and ${usually} without it`, `${seen}; ${lastWords(logs)}`] as const;
  const isWorse = answer && answer.status !== answer.usually && answer.status >= 300;
  const [wrong, actual = ''] = fault
    ? // Without the cause that logs suggest of any container: which right is missing is known better here.
      [fault.symptom, fault.actual]
    : isWorse
      ? worse(answer.shown, `${answer.usually}`)
      : usage?.works === false && !failsAnyway
        ? worse(usage.shown, 'it goes well')
        : [];
  const [, diagnosis = ''] = causes.find(([sign]) => sign.test(`${actual}\n${logs}`)) ?? [];
  const made =
    usage === undefined
      ? 'no resource is known that a row could be created in'
      : failsAnyway
        ? `this goes wrong without it, too: ${usage.shown}`
        : `${usage.shown}${usage.table === undefined ? '' : `, in table ${usage.table}`}`;
  return {
    holds: wrong === undefined,
    evidence: `With ${shown}, which docker inspect confirms, and still up ${aWhile / 1000} s after its start: ${answer?.brief}; ${made}`,
    wrong: `With ${shown}: ${wrong} (${diagnosis.replace(/\.$/, '')})`,
    ...{ actual, diagnosis, fix },
    measured: { options: shown },
    command,
  };
}
