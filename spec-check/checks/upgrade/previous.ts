import { connectRegistry, jsonOf } from '../../docker/registry/client.ts';
import { repositoryOf } from '../../docker/registry/refused.ts';
import type { Resources } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';

/** The image that is named (a bare version is one of the image under check), else the last release in the registry; pulled where it is not here. */
export async function previousImage(
  named: string | undefined,
  { engine: { docker }, image, registry }: Pick<Resources, 'engine' | 'image'> & Partial<Resources>,
  signal: AbortSignal,
): Promise<string> {
  const [name = '', own] = image.reference.split(/:(?!.*\/)/);
  const { repository = name } = registry ?? {};
  const tag = named ?? lastRelease(await tagsOf(repository, signal), own);
  const reference = /^v?\d[\w.-]*$/.test(tag ?? '') ? `${named ? name : repository}:${tag}` : tag;
  const look = ['image', 'inspect', '--format', '{{.Id}}', reference ?? ''];
  if (reference !== undefined && (await docker.run(look, { signal })).exitCode !== 0)
    await docker.read(['pull', '--quiet', reference], { signal, timeout: 200_000 });
  if (reference && (await docker.read(look, { signal })).trim() !== image.id) return reference;
  throw new Ambiguous(
    `The version before this one is not known: ${reference ? `${reference} is this one` : `none is named, and ${repository} has none`}`,
    'Name it in the sentence, or in the front matter: previous: task-api:1.3',
  );
}

async function tagsOf(repository: string, signal: AbortSignal): Promise<readonly unknown[]> {
  const answer = await connectRegistry(repositoryOf(repository), signal).request('tags/list');
  return Object(answer && jsonOf(answer.body)).tags ?? [];
}

/** The highest version among the tags that is not the own one. */
export function lastRelease(tags: readonly unknown[], own: string | undefined): string | undefined {
  const versions = tags.map(String).filter((tag) => /^v?\d+(\.\d+)+$/.test(tag) && tag !== own);
  return versions.sort((one, two) => one.localeCompare(two, 'en', { numeric: true })).at(-1);
}
