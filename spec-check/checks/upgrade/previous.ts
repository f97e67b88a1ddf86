import * as z from 'zod';
import { connectRegistry, jsonOf } from '../../docker/registry/client.ts';
import { repositoryOf } from '../../docker/registry/refused.ts';
import type { Resources } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';

/** The image that is named (a bare version is one of the image under check), else the last version in the registry; pulled where it is not here. */
export async function previousImage(
  named: string | undefined,
  { engine: { docker }, image, registry }: Pick<Resources, 'engine' | 'image'> & Partial<Resources>,
  signal: AbortSignal,
): Promise<string> {
  const [name = '', own = ''] = image.reference.split(/:(?!.*\/)/);
  const version = image.config.labels['org.opencontainers.image.version'] ?? own;
  const last = registry && lastRelease(await tagsOf(registry.repository, signal), version);
  const reference = named ?? (last && `${registry?.repository}:${last}`);
  const known = /^v?\d[\w.-]*$/.test(reference ?? '') ? `${name}:${reference}` : (reference ?? '');
  const look = ['image', 'inspect', '--format', '{{.Id}}', known];
  if (known !== '' && (await docker.run(look, { signal })).exitCode !== 0)
    await docker.read(['pull', '--quiet', known], { signal, timeout: 200_000 });
  if (known !== '' && (await docker.read(look, { signal })).trim() !== image.id) return known;
  throw new Ambiguous(
    `The version to upgrade from is ${known === '' ? `not named, and ${registry?.repository} has none` : 'the image under check itself'}`,
    'Name it in the sentence, or in the front matter: previous: task-api:1.3',
  );
}

async function tagsOf(repository: string, signal: AbortSignal): Promise<readonly string[]> {
  const answer = await connectRegistry(repositoryOf(repository), signal).request('tags/list');
  return answer === undefined ? [] : (tagList.parse(jsonOf(answer.body)).tags ?? []);
}

const tagList = z.object({ tags: z.array(z.string()).nullish() });

/** The highest version among the tags that is not the own one. */
export function lastRelease(tags: readonly string[], own: string): string | undefined {
  const plain = (tag: string) => tag.replace(/^v/, '');
  return tags
    .filter((tag) => /^v?\d+(\.\d+)+$/.test(tag) && plain(tag) !== plain(own))
    .sort((one, other) => plain(one).localeCompare(plain(other), 'en', { numeric: true }))
    .at(-1);
}
