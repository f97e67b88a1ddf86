import { exchange, pause, unlessSilent } from '../../api-client/exchange.ts';
import type { Docker } from '../../model/docker.ts';
import { duration, lastLines } from '../../model/format.ts';
import type { Container, Containers, Database, Image } from '../../model/resources.ts';
import type { Fail, Verdict } from '../../model/verdict.ts';
import { StillRunning } from '../../resources/containers.ts';
import { longEnough, uniqueName } from '../../resources/launch.ts';
import { secretsInText } from '../../secrets/mask.ts';

/** What a container does without a variable. */
export interface WithoutVariable {
  /** Undefined when it was still running when the time was over. */
  readonly exitCode: number | undefined;
  readonly ms: number;
  /** It answered HTTP requests without the variable. */
  readonly answered: boolean;
  /** All it said, known secrets redacted. */
  readonly logs: string;
  /** Kinds of secrets in what it really said. */
  readonly secrets: readonly string[];
}

/** At least; then as long as another start takes. */
const exitLimit = 10_000;
/** An API that listens first and looks at its settings then still exits. */
const secondThought = 3000;

export async function runWithout(
  variable: string,
  {
    docker,
    containers,
    database,
  }: { readonly docker: Docker; readonly containers: Containers; readonly database: Database },
  signal: AbortSignal,
): Promise<WithoutVariable> {
  await using container = await containers.launch(
    { purpose: uniqueName('env'), env: { [variable]: null } },
    signal,
  );
  const started = performance.now();
  const over = new AbortController();
  const watching = AbortSignal.any([signal, over.signal]);
  let answered = false;
  const listening = untilAnswer(container, watching).then(() => {
    answered = true;
    return pause(secondThought, watching);
  });
  const given = variable === 'DATABASE_URL' ? {} : { [variable]: givenValue(variable) };
  const exiting = container.exits(exitLimit, watching).catch((error: unknown) => {
    if (!(error instanceof StillRunning)) throw error;
    return longEnough(0, containers, given, watching);
  });
  // Whichever comes first: an exit, an answer that stays, or the end of the time.
  await Promise.race([exiting, listening]).catch(() => signal.throwIfAborted());
  over.abort();
  await Promise.allSettled([exiting, listening]);
  const { status, exitCode } = await container.state(signal);
  const { all } = await docker.run(['logs', container.id], { signal });
  return {
    exitCode: status === 'exited' || status === 'dead' ? exitCode : undefined,
    ms: performance.now() - started,
    answered,
    logs: await container.logs(20, signal),
    secrets: [
      ...(database.password !== '' && all.includes(database.password)
        ? ['the password of the database']
        : []),
      ...secretsInText(all),
    ],
  };
}

function givenValue(variable: string): string {
  return process.env[variable] ?? 'spec-check';
}

async function untilAnswer(container: Container, signal: AbortSignal): Promise<void> {
  for (;;) {
    const url = container.baseUrl();
    const asked = url !== '' && unlessSilent(exchange(url, { path: '/', signal, timeout: 1000 }));
    if (await asked) return;
    await pause(50, signal);
  }
}

/**
 * With the variable the image must run, or its exit without says nothing. The shared container has
 * DATABASE_URL; another variable gets the value that this environment has.
 */
export async function runsWith(
  variable: string,
  containers: Containers,
  shared: Container,
  signal: AbortSignal,
): Promise<void> {
  if (variable === 'DATABASE_URL') return shared.answers(signal);
  await using container = await containers.launch(
    { purpose: uniqueName('env-set'), env: { [variable]: givenValue(variable) } },
    signal,
  );
  try {
    await container.answers(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `the container does not run with ${variable}=${process.env[variable] === undefined ? 'spec-check' : '…'} either, so its exit without says nothing. Set ${variable} to a value that works and run again.`,
      { cause: error },
    );
  }
}

/** `database_url` and `database url` too: settings libraries name their field. */
function names(logs: string, variable: string): boolean {
  return new RegExp(variable.split('_').join('[ _.-]?'), 'i').test(logs);
}

/** Whether the container connects to the host in the variable's value; undefined where it is no database, or not known. */
export interface UsesValue {
  readonly uses: boolean | undefined;
}

/** Whether the container needs the variable, says so, and holds no value of its own. */
export function judgeRequired(
  variable: string,
  without: WithoutVariable & UsesValue,
  image: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const others = variable === 'DATABASE_URL' ? '' : ' -e DATABASE_URL';
  const proven = { command: `docker run --rm${others} ${image.reference}; echo "exit code $?"` };
  const fail = (words: Omit<Fail, 'status'>): Verdict => ({ status: 'FAIL', ...words, ...proven });
  const said = lastLines(without.logs, 5) || '(nothing)';

  const baked = image.config.env.find(
    (entry) => entry.startsWith(`${variable}=`) && entry.length > variable.length + 1,
  );
  if (baked !== undefined) {
    return fail({
      evidence: `The image itself sets ${variable}`,
      expected: `no ${variable} in the image`,
      actual: `ENV ${variable}=…`,
      diagnosis: 'Everybody who has the image has the value.',
      fix: `Remove ENV ${variable} from the Dockerfile, and give it with docker run -e ${variable}.`,
    });
  }
  if (without.exitCode === undefined) {
    return fail({
      evidence: `Without ${variable} it ${without.answered ? 'runs and answers requests' : `is still running after ${duration(without.ms)}`}`,
      expected: `an exit with an error that names ${variable}`,
      actual: `running; it said: ${said}`,
      diagnosis: without.answered
        ? 'It has a value of its own, or does not use the variable.'
        : 'It waits, or tries for ever.',
      fix: `Check ${variable} first thing, and exit with 1 and one line that names it.`,
    });
  }
  if (without.secrets.length > 0) {
    return fail({
      evidence: `Without ${variable} it exits and prints a secret (${without.secrets.join(', ')})`,
      expected: 'an error without secrets',
      actual: `${without.secrets.join(', ')} in its output`,
      fix: 'Name the variable in the error, never a value.',
    });
  }
  if (without.exitCode === 0) {
    return fail({
      evidence: `Without ${variable} it exits with 0, as if all were well`,
      expected: 'an exit code other than 0',
      actual: `exit code 0; it said: ${said}`,
      diagnosis: 'An orchestrator takes this for a job that is done.',
      fix: 'Exit with 1.',
    });
  }
  if (!names(without.logs, variable)) {
    return fail({
      evidence: `Without ${variable} it exits with ${without.exitCode}, and the error does not name it`,
      expected: `an error that names ${variable}`,
      actual: `exit code ${without.exitCode}; it said: ${said}`,
      diagnosis: 'Whoever starts it must guess what is missing.',
      fix: `Print one line that names ${variable} before the exit.`,
    });
  }
  if (without.uses === false) {
    return fail({
      evidence: `${variable} has to be set, and its value is not used: with another host in it, the container never connects there`,
      expected: `a connection to the host that ${variable} names`,
      actual: 'it runs and answers, and connects to another host or to none',
      diagnosis:
        'The address is fixed in the image; only the presence of the variable is looked at.',
      fix: `Take host, port, user, password and database name from ${variable}.`,
    });
  }
  return {
    status: 'PASS',
    evidence: `Without ${variable} it exits with ${without.exitCode} within ${duration(without.ms)} and names it; with it, it runs${without.uses ? ' and connects to the host that it names' : ''}; the image sets no value`,
    measured: { exitCode: without.exitCode, ms: Math.round(without.ms) },
    ...proven,
  };
}
