import { readApiWhenReady } from '../api-client/discover.ts';
import { documentedPaths, documentPaths } from '../api-client/document.ts';
import { exchange, isRefused } from '../api-client/exchange.ts';
import type { Container, Image } from '../model/resources.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Awaited<ReturnType<typeof learnFacts>>;

/** Asks the unchanged API. */
export async function learnFacts(
  { api, config, bytes, port }: Pick<Image, 'api' | 'config' | 'bytes' | 'port'>,
  container: Container,
  signal: AbortSignal,
) {
  await container.answers(signal);
  const baseUrl = container.baseUrl();
  const { headers, resources, nested, document } = await readApiWhenReady(baseUrl, api, signal);
  const { resource = [], paths = [] } = api;
  const places = [...paths, ...documentedPaths(document), '/health'];
  const collections = [...resources, ...nested]
    .map(({ collection }) => collection)
    .concat(resource);
  const path = collections.find((one) => !one.includes('{'));
  const post = path && { method: 'POST', path, body: {}, headers, signal };
  const answer = post && (await exchange(baseUrl, post));
  return {
    ...{ config, bytes, port, collections },
    /** Where it says how it is, and where whether it can serve. */
    probe: places.find((one) => isProbe.test(one)),
    ready: places.find((one) => /ready/.test(one)) ?? places.find((one) => isProbe.test(one)),
    /** An empty object posted to a collection is refused with this status. */
    refusal: answer && isRefused(answer) ? { path, status: answer.status } : undefined,
  };
}

const isProbe = /health|ready|live/;

/** What a request is about: `create`, `read`, `update`, `delete` of an item, a `list`, or another path that faults know. */
export function kindOf(
  method: string,
  path: string,
  { collections }: Pick<Facts, 'collections'>,
): string {
  const [plain = ''] = path.split('?');
  if (documentPaths.includes(plain)) return 'document';
  const parts = plain.replace(/\/$/, '').split('/');
  const depths = collections.flatMap((collection) => {
    const own = collection.replace(/\/$/, '').split('/');
    const isBelow = own.every((part, index) => part === parts[index] || part.startsWith('{'));
    return isBelow ? [parts.length - own.length] : [];
  });
  const verbs = [collectionVerbs, itemVerbs][Math.min(...depths)];
  return verbs?.[method] ?? (isProbe.test(plain) ? 'probe' : plain);
}

type Verbs = Readonly<Record<string, string>>;
const collectionVerbs: Verbs = { GET: 'list', POST: 'create' };
const itemVerbs: Verbs = { GET: 'read', PUT: 'update', PATCH: 'update', DELETE: 'delete' };
