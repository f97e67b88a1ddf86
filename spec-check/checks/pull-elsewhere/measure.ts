import { randomBytes } from 'node:crypto';
import { exchange, exchangeWhenReady, pause, unlessSilent } from '../../api-client/exchange.ts';
import { proveCrud } from '../../api-client/prove-crud.ts';
import { probableCause } from '../../diagnosis/diagnosis.ts';
import { listeningIn, listensElsewhere } from '../../diagnosis/listening.ts';
import { runLabels } from '../../docker/labels.ts';
import type { Cause } from '../../model/cause.ts';
import type { Docker } from '../../model/docker.ts';
import { lastLines } from '../../model/format.ts';
import type { Image, Resources, SecondEngine } from '../../model/resources.ts';
import { Ambiguous, ImageFault, type Verdict } from '../../model/verdict.ts';

/** Pulls the image by digest on the other engine, which has no copy, runs it there, and tries its API from here. */
export async function proveElsewhere(
  {
    image,
    database,
    registry,
    pushed,
  }: Pick<Resources, 'image' | 'database' | 'registry' | 'pushed'>,
  secondEngine: SecondEngine,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<Verdict> {
  const { docker } = secondEngine;
  const reference = `${registry.repositoryElsewhere}@${pushed.digest}`;
  const id = randomBytes(4).toString('hex');
  const name = `spec-check-${id}`;
  const run = `${docker.command.join(' ')} run --rm -e DATABASE_URL -p ${secondEngine.ports[0]?.port}:${image.port} ${reference}`;
  const had = await copiesOn(docker, image, signal);
  if (had.length > 0) {
    // Somebody may need it there: only what stands in is emptied.
    if (secondEngine.standIn === undefined) throw new Error(hasItAlready(secondEngine, had));
    await docker.run(['rmi', '--force', ...had], { signal });
    if ((await copiesOn(docker, image, signal)).length > 0)
      throw new Error(
        'the second engine keeps a copy of the image that cannot be removed: it is not another machine',
      );
  }
  progress(`Pulling on ${secondEngine.host}`);
  const started = performance.now();
  await using _removed = {
    async [Symbol.asyncDispose]() {
      await docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
      await docker.run(['rmi', '--force', reference], { timeout: 30_000 });
    },
  };
  await pull(docker, reference, signal);
  const pulled = (performance.now() - started) / 1000;
  const verdict = await (async () => {
    const url = await start(
      secondEngine,
      {
        name,
        labels: runLabels(id),
        reference,
        port: image.port,
        environment: image.environment(database.urlInContainer),
        run,
      },
      signal,
    );
    const { port, startLimit } = image;
    await answers(secondEngine, { name, port, run, url, startLimit }, signal);
    const live = { baseUrl: url, sql: database.sql, signal };
    return proveCrud(live, image.api, { run, url }, { effort: 'brief' }).catch(
      async (error: unknown): Promise<Verdict> => {
        if (!(error instanceof Ambiguous)) throw error;
        // It runs there all the same, and answers as the spec says: rows are another promise.
        const named = image.api.paths ?? [];
        const verdict = await answersAsNamed(url, named, { error, run }, signal);
        if (verdict === undefined) throw error;
        return verdict;
      },
    );
  })().catch((error: unknown): Verdict => {
    if (error instanceof ImageFault) return { status: 'FAIL', ...error.fail };
    throw error;
  });
  if (verdict.status === 'FAIL') {
    // Another machine does not reach a database that listens on this one alone.
    if (secondEngine.standIn === undefined && database.standIn !== undefined)
      throw new Error(outOfReach(verdict.evidence));
    return { ...verdict, evidence: `Pulled on another engine, and there: ${verdict.evidence}` };
  }
  const standIns = [secondEngine.standIn, registry.standIn].filter(
    (standIn) => standIn !== undefined,
  );
  return {
    status: 'PASS',
    evidence: `Docker ${secondEngine.version} without a copy pulled ${pushed.digest.slice(0, 19)}… in ${pulled.toFixed(1)} s and ran it; there ${verdict.evidence}`,
    measured: { pullSeconds: pulled, digest: pushed.digest },
    command: `${docker.command.join(' ')} pull ${reference} && ${run}`,
    ...(standIns.length === 0
      ? {}
      : {
          standIn: `${standIns.join(' and ')}; for a real one: --registry NAME --second-engine ssh://HOST`,
        }),
  };
}

/** A PASS when every path that the spec names answers well; undefined when one does not, or none is named. */
async function answersAsNamed(
  url: string,
  paths: readonly string[],
  { error, run }: { readonly error: Ambiguous; readonly run: string },
  signal: AbortSignal,
): Promise<Verdict | undefined> {
  const answers = [];
  for (const path of paths) answers.push(await exchangeWhenReady(url, { path, signal }));
  if (answers.length === 0 || answers.some(({ status }) => status >= 300)) return undefined;
  return {
    status: 'PASS',
    evidence: `${answers.map(({ path, status }) => `GET ${path} → ${status}`).join(', ')}; no rows were tried: ${error.message}`,
    command: run,
  };
}

function hasItAlready({ docker, host }: SecondEngine, ids: readonly string[]): string {
  const short = ids.map((id) => id.slice(0, 19)).join(' ');
  return `the second engine ${host} has the image already, so a pull would prove nothing. Remove it there (${docker.command.join(' ')} rmi --force ${short}), or name another engine`;
}

/** Images there with the same layers, by id: engines that keep images in containerd have ids of their own. */
async function copiesOn(
  docker: Docker,
  { contents }: Image,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const listed = await docker.read(['images', '--quiet', '--no-trunc'], { signal });
  const ids = [...new Set(listed.split('\n').filter(Boolean))];
  if (ids.length === 0) return [];
  const format = ['--format', '{{.Id}} {{json .RootFS.Layers}}'];
  // Not `read`: another run may have removed one meanwhile.
  const { stdout } = await docker.run(['image', 'inspect', ...format, ...ids], { signal });
  const same = JSON.stringify(contents);
  return stdout
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, layers]) => layers === same)
    .map(([id = '']) => id);
}

/** One verdict on several engines: that of the first where it does not run, else all of them together. */
export function onEach(
  all: readonly { readonly host: string; readonly verdict: Verdict }[],
): Verdict {
  const [first, ...others] = all;
  if (first === undefined) throw new Error('There is no second engine.');
  const failed = all.find(({ verdict }) => verdict.status !== 'PASS');
  if (others.length === 0) return first.verdict;
  if (failed !== undefined) {
    return { ...failed.verdict, evidence: `${failed.host}: ${failed.verdict.evidence}` };
  }
  return {
    ...first.verdict,
    evidence: all.map(({ host, verdict }) => `${host}: ${verdict.evidence}`).join('; '),
    command: all.map(({ verdict }) => verdict.command).join(' && '),
  };
}

async function pull(docker: Docker, reference: string, signal: AbortSignal): Promise<void> {
  const result = await docker.run(['pull', '--quiet', reference], { signal, timeout: 5 * 60_000 });
  if (result.exitCode === 0) return;
  const said = lastLines(result.all, 2);
  if (/no matching manifest|no image found in (?:image index|manifest list)/i.test(said)) {
    throw new ImageFault({
      evidence:
        'The other engine has another processor architecture, and the image does not offer it',
      expected: 'an image for the architecture of the other engine',
      actual: said,
      fix: 'Build for several platforms: docker buildx build --platform linux/amd64,linux/arm64',
      command: `${docker.command.join(' ')} pull ${reference}`,
    });
  }
  throw new Error(
    `the second engine cannot pull ${reference}: ${said}. Is the registry in its reach? A real engine needs a real registry: --registry NAME`,
  );
}

interface Start {
  readonly name: string;
  readonly labels: readonly string[];
  readonly reference: string;
  readonly port: number;
  readonly environment: ReturnType<Image['environment']>;
  readonly run: string;
}

/** Resolves with where the container is reached from here. */
async function start(
  { docker, ports, standIn }: SecondEngine,
  { name, labels, reference, port, environment, run }: Start,
  signal: AbortSignal,
): Promise<string> {
  // The value travels on stdin or in the client's environment, never in arguments that `ps` shows.
  // The stand-in's client runs inside its container, where this environment does not reach.
  const entries = Object.entries(environment).flatMap(([variable, value]) =>
    value === null ? [] : [[variable, value] as const],
  );
  const [options, secret] =
    standIn === undefined
      ? [entries.flatMap(([variable]) => ['--env', variable]), { env: Object.fromEntries(entries) }]
      : [
          ['--env-file', '/dev/stdin'],
          { input: entries.map(([variable, value]) => `${variable}=${value}\n`).join('') },
        ];
  let said = 'none of its ports is free';
  for (const there of ports) {
    const started = await docker.run(
      [
        ...['run', '--detach', '--name', name, ...labels, ...options],
        ...['--publish', `${there.port}:${port}`, reference],
      ],
      { signal, ...secret },
    );
    if (started.exitCode === 0) return there.url;
    said = lastLines(started.stderr, 2);
    if (!/port is already allocated|address already in use/i.test(said)) break;
    // Created, and not started.
    await docker.run(['rm', '--force', '--volumes', name], { signal });
  }
  if (
    /executable file not found|exec format error|no such file or directory|permission denied|unable to find user/i.test(
      said,
    )
  ) {
    throw new ImageFault({
      evidence: `The container does not start on the other engine: ${said}`,
      expected: 'a container that starts',
      actual: said,
      ...diagnosisOf(said),
      fix: 'Correct CMD, ENTRYPOINT or USER, or build for the architecture of the other engine.',
      command: run,
    });
  }
  throw new Error(`the second engine cannot run the image: ${said}`);
}

/** By then an API that listens elsewhere has started. */
const lookAfter = 8000;

async function answers(
  { docker }: SecondEngine,
  {
    name,
    port,
    run,
    url,
    startLimit,
  }: Pick<Start, 'name' | 'port' | 'run'> & { readonly url: string; readonly startLimit: number },
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + startLimit;
  let nextLook = performance.now() + lookAfter;
  for (let attempt = 0; ; attempt += 1) {
    if (await unlessSilent(exchange(url, { path: '/', signal, timeout: 2000 }))) return;
    let elsewhere: Cause | undefined;
    if (performance.now() > nextLook) {
      nextLook = performance.now() + lookAfter;
      const sockets = await listeningIn({ docker, id: name, pid: 0 }, '', signal);
      elsewhere = listensElsewhere(port, sockets ?? []);
    }
    const over = performance.now() > deadline || elsewhere !== undefined;
    const state =
      attempt % 5 === 4 || over
        ? (
            await docker.read(
              ['inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', name],
              { signal },
            )
          ).trim()
        : 'running';
    if (over || /^(exited|dead)/.test(state)) {
      const { all } = await docker.run(['logs', '--tail', '100', name], { signal });
      const logs = lastLines(all, 10);
      const evidence = over
        ? `Runs on the other engine and does not answer${elsewhere === undefined ? ` within ${startLimit / 1000} s` : `: ${elsewhere.sentence}`}`
        : `Exits on the other engine (${state})`;
      throw new ImageFault({
        evidence,
        expected: 'an answer on the published port',
        actual: `${state}; last log lines:\n${logs || '(none)'}`,
        ...(elsewhere === undefined ? diagnosisOf(all) : { diagnosis: elsewhere.sentence }),
        fix:
          elsewhere?.fix ??
          'The log lines say what stopped it: something that only the first machine has?',
        command: run,
      });
    }
    await pause(50, signal);
  }
}

function diagnosisOf(said: string): { readonly diagnosis?: string } {
  const cause = probableCause(said, undefined);
  return cause === undefined ? {} : { diagnosis: cause.sentence };
}

function outOfReach(evidence: string): string {
  return `${evidence}. The embedded database is only in reach of this machine: give one that both reach with --database-url`;
}
