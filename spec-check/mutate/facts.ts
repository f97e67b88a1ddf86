import { readApiWhenReady } from '../api-client/discover.ts';
import { exchange, isRefused, isSuccess } from '../api-client/exchange.ts';
import type { Image, Resources } from '../model/resources.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Awaited<ReturnType<typeof askApi>> &
  Pick<Image, 'config' | 'bytes' | 'port'> & { readonly startSeconds: number };

/** Looks at the unchanged API. */
export async function askApi(
  { image, container }: Pick<Resources, 'image' | 'container'>,
  signal: AbortSignal,
) {
  const baseUrl = container.baseUrl();
  const { headers, at, resources, nested } = await readApiWhenReady(baseUrl, image.api, signal);
  const { resource = [], paths = [] } = image.api;
  const collections = [...resources, ...nested]
    .map(({ collection }) => collection)
    .concat(resource);
  const probes: string[] = [];
  for (const path of new Set([...paths, ...usualProbes])) {
    const isProbe = !collections.includes(path);
    if (isProbe && isSuccess(await exchange(baseUrl, { path, headers, signal }))) probes.push(path);
  }
  const path = collections.find((one) => !one.includes('{'));
  const post = path && { method: 'POST', path, body: {}, headers, signal };
  const answer = post && (await exchange(baseUrl, post));
  return {
    ...{ collections, probes },
    /** An empty object posted to a collection is refused with this status. */
    refusal: answer && isRefused(answer) ? { path, status: answer.status } : undefined,
    /** Where the OpenAPI document is; undefined where none is served. */
    document: at,
  };
}

const usualProbes = ['/health', '/healthz', '/ready', '/readyz', '/livez', '/api/health'];

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
