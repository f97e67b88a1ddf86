import { readApiWhenReady } from '../api-client/discover.ts';
import { exchange, isRefused, isSuccess } from '../api-client/exchange.ts';
import { chooseResources } from '../api-client/find-resources.ts';
import type { Engine, Image, Resources } from '../model/resources.ts';

/** What is known of the unchanged image: faults and the sentences against them are made from it. */
export interface Facts {
  readonly image: Pick<Image, 'bytes' | 'config' | 'port' | 'portVariable'>;
  /** From `docker run` to the first answer. */
  readonly startSeconds: number;
  /** Of its container, by `docker stats`. */
  readonly memoryMb: number;
  /** `/tasks`, `/projects/{id}/tasks` */
  readonly collections: readonly string[];
  /** Where it says how it is. */
  readonly probes: readonly string[];
  /** What it answers when an empty object is posted to the first collection; undefined where it takes one. */
  readonly refusal: number | undefined;
  /** Its OpenAPI document; undefined where it serves none. */
  readonly document: string | undefined;
}

/** Asks the unchanged API and the engine. */
export async function learnFacts(
  { docker }: Engine,
  image: Image,
  { container, containers }: Pick<Resources, 'container' | 'containers'>,
  signal: AbortSignal,
): Promise<Facts> {
  const begun = performance.now();
  await using fresh = await containers.launch({ purpose: 'facts' }, signal);
  await fresh.answers(signal);
  const startSeconds = (performance.now() - begun) / 1000;
  await container.answers(signal);
  const usage = docker.read(['stats', '--no-stream', '--format', '{{.MemUsage}}', container.id], {
    signal,
  });
  const baseUrl = container.baseUrl();
  const api = await readApiWhenReady(baseUrl, image.api, signal);
  const { headers } = api;
  const ask = (path: string) => exchange(baseUrl, { path, headers, signal });
  const collections = collectionsOf(() => chooseResources(api, image.api).resources);
  const probes = [];
  for (const path of new Set([...(image.api.paths ?? []), ...usualProbes]))
    if (!collections.includes(path) && isSuccess(await ask(path))) probes.push(path);
  const [first] = collections;
  const empty =
    first === undefined || first.includes('{')
      ? undefined
      : await exchange(baseUrl, { method: 'POST', path: first, body: {}, headers, signal });
  const [, amount = '0', unit = ''] = /^([\d.]+)([KMG])iB/.exec(await usage) ?? [];
  return {
    ...{ image, startSeconds, collections, probes, document: api.at },
    memoryMb: Number(amount) * ({ K: 1 / 1000, G: 1000 }[unit] ?? 1),
    refusal: empty && isRefused(empty) ? empty.status : undefined,
  };
}

const usualProbes = ['/health', '/healthz', '/ready', '/readyz', '/livez', '/api/health'];

/** Nothing where nobody can say which they are. */
function collectionsOf(resources: () => readonly { readonly collection: string }[]) {
  try {
    return resources().map(({ collection }) => collection);
  } catch {
    return [];
  }
}
