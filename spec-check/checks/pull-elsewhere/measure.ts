import { until, whenReady } from '../../api-client/exchange.ts';
import { proveCrud } from '../../api-client/prove-crud.ts';
import type { CheckContext } from '../../model/check.ts';
import type { Docker } from '../../model/docker.ts';
import { lastLines } from '../../model/format.ts';
import { onError } from '../../model/on-error.ts';
import type { Container, Image, Resources, SecondEngine } from '../../model/resources.ts';
import { Ambiguous, ImageFault, type Verdict } from '../../model/verdict.ts';

type Parts = Pick<Resources, 'image' | 'registry' | 'pushed' | 'containers' | 'secondEngine'>;

/** Pulls the image by digest on the other engine, which has no copy, runs it there, and tries its API from here. */
export async function proveElsewhere(
  { image, registry, pushed, containers, secondEngine }: Parts,
  { progress, signal }: Pick<CheckContext, 'progress' | 'signal'>,
): Promise<Verdict> {
  const { docker, standIn } = secondEngine;
  const reference = `${registry.repositoryElsewhere}@${pushed.digest}`;
  await removeCopies(secondEngine, image, signal);
  progress(`Pulling on ${secondEngine.host}`);
  const started = performance.now();
  await using scope = new AsyncDisposableStack();
  scope.defer(async () => {
    await docker.run(['rmi', '--force', reference], { timeout: 30_000 });
  });
  await pull(docker, reference, signal);
  const pulled = (performance.now() - started) / 1000;
  const client = docker.command.filter((word) => word !== '-i').join(' ');
  const elsewhere = { ...secondEngine, reference };
  const verdict = await containers
    .launch({ purpose: 'elsewhere', elsewhere, sharesDatabase: true }, signal)
    .then(async (container) => {
      const proven = await proveApi(scope.use(container), image, signal);
      const command = `${client} pull ${reference}; ${proven.command}; ${client} logs look; ${client} rm -f look`;
      return { ...proven, command };
    })
    .catch(onError(ImageFault, ({ fail }): Verdict => ({ status: 'FAIL', ...fail })));
  if (verdict.status === 'FAIL') {
    // Another machine does not reach a database that listens on this one alone.
    if (standIn === undefined && containers.database?.standIn !== undefined)
      throw new Error(
        `${verdict.evidence}. The helper's database is only in reach of this machine: give one that both reach with --database-url`,
      );
    return { ...verdict, evidence: `Pulled on another engine, and there: ${verdict.evidence}` };
  }
  const standIns = [standIn, registry.standIn].filter((one) => one !== undefined);
  return {
    ...verdict,
    evidence: `Docker ${secondEngine.version} without a copy pulled ${pushed.digest.slice(0, 19)}… in ${pulled.toFixed(1)} s and ran it; there ${verdict.evidence}`,
    measured: { pullSeconds: pulled, digest: pushed.digest },
    ...(standIns.length > 0 && {
      standIn: `${standIns.join(' and ')}; for a real one: --registry NAME --second-engine ssh://HOST`,
    }),
  };
}

/** CRUD, or where nobody can tell what to send: every path that the spec names answers well. */
async function proveApi(container: Container, { api }: Image, signal: AbortSignal) {
  const { tables, detached: command, shownUrl } = container;
  const baseUrl = await container.answers(signal);
  try {
    const live = { baseUrl, tables, signal };
    return await proveCrud(live, api, { command, shownUrl }, { effort: 'brief' });
  } catch (error) {
    if (!(error instanceof Ambiguous)) throw error;
    // It runs there all the same, and answers as the spec says: rows are another promise.
    const answers = [];
    for (const path of api.paths ?? []) answers.push(await whenReady(baseUrl, { path, signal }));
    if (answers.length === 0 || answers.some(({ status }) => status >= 300)) throw error;
    const shown = answers.map(({ path, status }) => `GET ${path} → ${status}`).join(', ');
    const evidence = `${shown}; no rows were tried: ${error.message}`;
    const asked = answers.map(({ path }) => shownUrl + path).join(' ');
    return { status: 'PASS' as const, evidence, command: `${command} & sleep 3; curl -i ${asked}` };
  }
}

/** A pull proves nothing where the image is already. Somebody may need it there: only a stand-in is emptied. */
async function removeCopies(
  { docker, host, standIn }: SecondEngine,
  image: Image,
  signal: AbortSignal,
): Promise<void> {
  let refusal = '';
  const isGone = async () => {
    const copies = await copiesOn(docker, image, signal);
    if (copies.length === 0) return true;
    if (standIn === undefined)
      throw new Error(
        `the second engine ${host} has the image already, so a pull would prove nothing. Remove it there (${docker.command.join(' ')} rmi --force ${copies.join(' ')}), or name another engine`,
      );
    refusal = (await docker.run(['rmi', '--force', ...copies], { signal })).stderr.trim();
    return undefined;
  };
  // Another run of the same image may be using it there.
  if ((await until(isGone, { ms: 120_000, every: 200 }, signal)) === undefined)
    throw new Error(`the image cannot be removed from the second engine ${host}: ${refusal}`);
}

async function copiesOn(docker: Docker, { contents }: Image, signal: AbortSignal) {
  const listed = await docker.read(['images', '--quiet', '--no-trunc'], { signal });
  const ids = [...new Set(listed.split('\n').filter(Boolean))];
  if (ids.length === 0) return [];
  const format = ['--format', '{{.Id}} {{json .RootFS.Layers}}'];
  // Not `read`: another run may have removed one meanwhile.
  const { stdout } = await docker.run(['image', 'inspect', ...format, ...ids], { signal });
  // By their layers: engines that keep images in containerd have ids of their own.
  const same = JSON.stringify(contents);
  return stdout.split('\n').flatMap((line) => {
    const [id = '', layers] = line.split(' ');
    return layers === same ? [id] : [];
  });
}

async function pull(docker: Docker, reference: string, signal: AbortSignal) {
  const result = await docker.run(['pull', '--quiet', reference], { signal, timeout: 5 * 60_000 });
  if (result.exitCode === 0) return;
  const output = lastLines(result.all, 2);
  if (/no matching manifest|no image found in (?:image index|manifest list)/i.test(output))
    throw new ImageFault({
      evidence:
        'The other engine has another processor architecture, and the image does not offer it',
      actual: output,
      fix: 'Build for several platforms: docker buildx build --platform linux/amd64,linux/arm64',
      command: `${docker.command.join(' ')} pull ${reference}`,
    });
  throw new Error(
    `the second engine cannot pull ${reference}: ${output}. Is the registry in its reach? A real engine needs a real registry: --registry NAME`,
  );
}
