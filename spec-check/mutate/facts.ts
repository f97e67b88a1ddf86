import { readApiWhenReady } from '../api-client/discover.ts';
import { exchange, isRefused, isSuccess } from '../api-client/exchange.ts';
import { chooseResources } from '../api-client/find-resources.ts';
import type { Docker } from '../model/docker.ts';
import type { Resources } from '../model/resources.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Awaited<ReturnType<typeof learnFacts>>;

/** Asks the unchanged API and the engine. */
export async function learnFacts(
  docker: Docker,
  { image, container, containers }: Pick<Resources, 'image' | 'container' | 'containers'>,
  signal: AbortSignal,
) {
  const begun = performance.now();
  await using fresh = await containers.launch({ purpose: 'facts' }, signal);
  await fresh.answers(signal);
  const startSeconds = (performance.now() - begun) / 1000;
  await container.answers(signal);
  const stats = ['stats', '--no-stream', '--format', '{{.MemUsage}}', container.id];
  const [, amount = '0', unit = ''] =
    /^([\d.]+)([KMG])iB/.exec(await docker.read(stats, { signal })) ?? [];
  const baseUrl = container.baseUrl();
  const api = await readApiWhenReady(baseUrl, image.api, signal);
  const { headers } = api;
  const collections = collectionsOf(() => chooseResources(api, image.api).resources);
  const probes: string[] = [];
  for (const path of new Set([...(image.api.paths ?? []), ...usualProbes]))
    if (!collections.includes(path)) {
      const answer = await exchange(baseUrl, { path, headers, signal });
      if (isSuccess(answer)) probes.push(path);
    }
  const [first] = collections.filter((path) => !path.includes('{'));
  const post = first && { method: 'POST', path: first, body: {}, headers, signal };
  const refused = post && (await exchange(baseUrl, post));
  const { config, bytes, port } = image;
  return {
    ...{ config, bytes, port, startSeconds, collections, probes },
    memoryMb: Number(amount) * ({ K: 1 / 1000, G: 1000 }[unit] ?? 1),
    /** An empty object posted to a collection, and the status by which it is refused. */
    refusal: refused && isRefused(refused) ? { path: first, status: refused.status } : undefined,
    /** Where the OpenAPI document is; undefined where none is served. */
    document: api.at,
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

/** What a request is about: `create`, `read`, `update`, `delete` of an item, a `list`, or another path that faults know. */
export function kindOf(
  method: string,
  path: string,
  facts: Pick<Facts, 'collections' | 'probes' | 'document'>,
): string {
  const [plain = ''] = path.split('?');
  if (facts.probes.includes(plain)) return 'probe';
  if (plain === facts.document) return 'document';
  const parts = plain.replace(/\/$/, '').split('/');
  const depths = facts.collections.flatMap((collection) => {
    const own = collection.replace(/\/$/, '').split('/');
    const isBelow = own.every((part, index) => part === parts[index] || part.startsWith('{'));
    return isBelow ? [parts.length - own.length] : [];
  });
  const verbs = [collectionVerbs, itemVerbs][Math.min(...depths)];
  return verbs?.[method] ?? plain;
}

type Verbs = Readonly<Record<string, string>>;
const collectionVerbs: Verbs = { GET: 'list', POST: 'create' };
const itemVerbs: Verbs = { GET: 'read', PUT: 'update', PATCH: 'update', DELETE: 'delete' };
