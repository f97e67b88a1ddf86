import { imageId } from '../docker/inspect.ts';
import { explainRefusal } from '../docker/registry/login.ts';
import { ManifestError, manifestOf } from '../docker/registry/manifest.ts';
import type { Repository } from '../docker/registry/refused.ts';
import { MachineFault } from '../model/docker.ts';
import { onError } from '../model/on-error.ts';
import { SpecError } from '../model/spec.ts';
import type { MakeImage } from '../offline/debian-image.ts';
import { Secrets } from '../secrets/redact.ts';
import type { LocalImage, Tag } from './release.ts';

type Engine = Pick<MakeImage, 'docker' | 'signal'>;

/** What the tags hold now: the digest, and whether that is the image already. Throws SpecError for a fixed tag with other content, or MachineFault. */
export async function stepsOf(
  image: LocalImage,
  repository: Repository,
  tags: readonly Tag[],
  engine: Engine,
) {
  const pushed = tags.filter(({ kind }) => kind !== 'left out');
  return Promise.all(
    pushed.map(async ({ name, kind }) => {
      const reference = `${repository.name}:${name}`;
      const { digest, config } = (await ask(repository, reference, engine)) ?? {};
      // The classic image store names an image by its configuration, containerd's by its manifest.
      const same = config === image.id || digest === image.id;
      const taken = `${reference} is there already, with other content (${digest}).`;
      if (digest !== undefined && !same && kind === 'fixed')
        throw new SpecError('tag-taken', taken, {
          hint: 'Push the one that is there, or raise the version.',
        });
      return { repository, reference, digest, same };
    }),
  );
}

/** Pushes what is not there yet, then asks the registry whether it has it. Resolves with the digest. */
export async function pushStep(
  image: LocalImage,
  { repository, reference }: { readonly repository: Repository; readonly reference: string },
  engine: Engine,
): Promise<string> {
  const { docker, signal } = engine;
  await using scope = new AsyncDisposableStack();
  const previous = await imageId(docker, reference, signal);
  await docker.read(['tag', image.id, reference], { signal });
  // Give the tag back to the image that had it before, if there was one.
  scope.defer(async () => {
    if (previous === undefined) await docker.run(['rmi', '--no-prune', reference]);
    else await docker.run(['tag', previous, reference]);
  });
  const { exitCode, all } = await docker.run(['push', reference], { signal, timeout: 600_000 });
  if (exitCode !== 0) throw await refused(all, repository);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(all)?.[1];
  const kept = await ask(repository, reference, engine);
  if (digest === undefined || kept?.digest !== digest)
    throw new MachineFault(
      'push-not-kept',
      `The engine pushed ${digest ?? 'no digest'} to ${reference}, and the registry has ${kept?.digest ?? 'nothing'} there.`,
      'Push again; if it stays so, look at the registry: a proxy, a replica that lags.',
    );
  return digest;
}

/** Docker Hub and GHCR answer the same for a missing and a forbidden repository; only the push tells. */
const ask = (repository: Repository, reference: string, { docker, signal }: Engine) =>
  manifestOf(docker, reference, signal).catch(
    onError(ManifestError, async ({ cause }) => {
      const refusal = await refused(String(cause), repository);
      const unsaid = ['registry-permission', 'registry-no-repository'].includes(refusal.code);
      if (unsaid && repository.kind !== 'private') return undefined;
      throw refusal;
    }),
  );

const refused = async (output: string, repository: Repository): Promise<MachineFault> =>
  explainRefusal(new Secrets().redact(output), repository);
