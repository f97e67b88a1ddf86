import * as z from 'zod';
import { imageId } from '../docker/image-id.ts';
import { explainRefusal } from '../docker/registry/login.ts';
import { ManifestError, manifestOf } from '../docker/registry/manifest.ts';
import type { Repository } from '../docker/registry/refused.ts';
import type { Docker } from '../model/docker.ts';
import type { Manifest } from '../model/manifest.ts';
import { Secrets } from '../secrets/redact.ts';

/** What stops a push: nothing is in the registry that was not there before, or what is there is named. */
export class PushError extends Error {
  readonly code: string;
  readonly hint: string;
  /** The registry or the network is at fault, not what was asked for. */
  readonly outside: boolean;

  constructor(code: string, message: string, hint: string, outside = false) {
    super(message);
    this.name = 'PushError';
    this.code = code;
    this.hint = hint;
    this.outside = outside;
  }
}

/** The image on this engine, and what its labels say of where it comes from. */
export interface LocalImage {
  /** As the caller named it. */
  readonly reference: string;
  readonly id: string;
  /** `org.opencontainers.image.version` and `.revision`; undefined for a placeholder. */
  readonly version: string | undefined;
  readonly revision: string | undefined;
}

/** A tag, why it is there, and whether a later push may give it other content; or why it is left out. */
export interface Tag {
  readonly name: string;
  readonly why: string;
  readonly kind: 'fixed' | 'moves' | 'left out';
}

/** One tag in one repository, and what the registry has there now. */
export interface Step {
  readonly repository: Repository;
  readonly reference: string;
  readonly there: 'nothing' | 'same' | 'other';
  /** What the tag points at now. */
  readonly digest: string | undefined;
}

/** Reads the image that is to be pushed. */
export async function localImage(
  docker: Docker,
  reference: string,
  signal: AbortSignal,
): Promise<LocalImage> {
  const found = await docker.run(['image', 'inspect', reference], { signal });
  if (found.exitCode !== 0) {
    throw new PushError(
      'no-such-image',
      `There is no image ${reference} on this engine.`,
      `Build it: docker build --build-arg VERSION=1.0.0 --build-arg REVISION=$(git rev-parse HEAD) -t ${reference} .`,
    );
  }
  const [image] = z.array(inspected).parse(JSON.parse(found.stdout));
  const labels = image?.Config.Labels ?? {};
  const version = labels['org.opencontainers.image.version'];
  const revision = labels['org.opencontainers.image.revision'];
  return {
    reference,
    id: image?.Id ?? '',
    version: version === '0.0.0' ? undefined : version || undefined,
    revision: /^[\da-f]{7,64}$/.test(revision ?? '') ? revision : undefined,
  };
}

const inspected = z.object({
  Id: z.string(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
});

/**
 * Asks the repository what its tags hold now. Throws PushError for a tag that never changes and holds
 * other content, and where the registry does not let itself be asked.
 */
export async function stepsOf(
  image: LocalImage,
  repository: Repository,
  tags: readonly Tag[],
  { docker, signal }: { readonly docker: Docker; readonly signal: AbortSignal },
): Promise<readonly Step[]> {
  const pushed = tags.filter(({ kind }) => kind !== 'left out');
  return Promise.all(
    pushed.map(async ({ name, kind }): Promise<Step> => {
      const reference = `${repository.name}:${name}`;
      const manifest = await ask(docker, repository, reference, signal);
      const { digest, config } = manifest ?? {};
      if (manifest === undefined) return { repository, reference, there: 'nothing', digest };
      // The classic image store names an image by its configuration, containerd's by its manifest.
      const same = config === image.id || digest === image.id;
      if (!same && kind === 'fixed')
        throw new PushError(
          'tag-taken',
          `${reference} is there already, with other content (${digest}); ${image.reference} is ${image.id}.`,
          'Who pulled it keeps it: push the one that is there, or raise the version and commit what changed.',
        );
      return { repository, reference, there: same ? 'same' : 'other', digest };
    }),
  );
}

/** Pushes what is not there yet, then asks the registry whether it has it. Resolves with the digest. */
export async function pushStep(
  image: LocalImage,
  { repository, reference }: Step,
  { docker, signal }: { readonly docker: Docker; readonly signal: AbortSignal },
): Promise<string> {
  await using scope = new AsyncDisposableStack();
  const previous = await imageId(docker, reference, signal);
  await docker.read(['tag', image.id, reference], { signal });
  // The tag was somebody's before, or nobody's.
  scope.defer(async () => {
    if (previous === undefined) await docker.run(['rmi', '--no-prune', reference]);
    else await docker.run(['tag', previous, reference]);
  });
  const { exitCode, all } = await docker.run(['push', reference], { signal, timeout: 600_000 });
  if (exitCode !== 0) throw await refused(all, repository);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(all)?.[1];
  const kept = await ask(docker, repository, reference, signal);
  if (digest === undefined || kept?.digest !== digest) {
    throw new PushError(
      'push-not-kept',
      `The engine pushed ${digest ?? 'no digest'} to ${reference}, and the registry has ${kept?.digest ?? 'nothing'} there.`,
      'Push again; if it stays so, look at the registry: a proxy, a replica that lags.',
      true,
    );
  }
  return digest;
}

/**
 * Docker Hub and GHCR refuse to say of a repository whether it is not there yet or not for this
 * account; both let nobody write who may not read, so that the push itself will tell.
 */
async function ask(
  docker: Docker,
  repository: Repository,
  reference: string,
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  try {
    return await manifestOf(docker, reference, signal);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    const refusal = await refused(error.said, repository);
    const unsaid = ['registry-permission', 'registry-no-repository'].includes(refusal.code);
    if (unsaid && repository.kind !== 'private') return undefined;
    throw refusal;
  }
}

async function refused(output: string, repository: Repository): Promise<PushError> {
  const said = new Secrets().redact(output);
  const { code, message, hint } = await explainRefusal(said, repository);
  return new PushError(code, message, hint, true);
}
