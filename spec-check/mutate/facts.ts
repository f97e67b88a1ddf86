import { readApiWhenReady } from '../api-client/discover.ts';
import { exchange, isRefused, isSuccess } from '../api-client/exchange.ts';
import type { Container, Image } from '../model/resources.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Awaited<ReturnType<typeof learnFacts>>;

/** Starts the unchanged API, and looks at it. */
export async function learnFacts(
  { api: hints, config, bytes, port }: Pick<Image, 'api' | 'config' | 'bytes' | 'port'>,
  start: () => Promise<Container>,
  signal: AbortSignal,
) {
  const begun = performance.now();
  const container = await start();
  await container.answers(signal);
  const startSeconds = (performance.now() - begun) / 1000;
  const baseUrl = container.baseUrl();
  const { headers, at, resources, nested } = await readApiWhenReady(baseUrl, hints, signal);
  const { resource = [], paths = [] } = hints;
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
    ...{ config, bytes, port, startSeconds, collections, probes },
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
