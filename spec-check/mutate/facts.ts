import { readApi } from '../api-client/discover.ts';
import { documentedPaths } from '../api-client/document.ts';
import { exchange, isRefused } from '../api-client/exchange.ts';
import type { Container, Image } from '../model/resources.ts';
import { namedCollection } from '../model/settings.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Awaited<ReturnType<typeof learnFacts>>;

/** Asks the unchanged API. */
export async function learnFacts(
  { api, config, bytes, port }: Pick<Image, 'api' | 'config' | 'bytes' | 'port'>,
  container: Container,
  signal: AbortSignal,
) {
  const baseUrl = await container.answers(signal);
  const { headers, resources, nested, document } = await readApi(baseUrl, api, signal);
  const paths = [...(api.paths ?? []), ...documentedPaths(document), '/health'];
  const probes = paths.filter((one) => isProbe.test(one));
  const found = [...nested, ...resources].map(({ collection }) => collection);
  const collections = [...found, ...namedCollection(api)];
  const patterns = collections.map((path) =>
    path.replace(/\/$/, '').replace(/\{[^}]*\}/g, '[^/]+'),
  );
  const path = collections.find((one) => !one.includes('{'));
  const post = path && { method: 'POST', path, body: {}, headers, signal };
  const answer = post && (await exchange(baseUrl, post));
  return {
    ...{ config, bytes, port, hasLists: collections.length > 0 },
    /** How the path of a collection begins. */
    lists: new RegExp(`^(?:${patterns.join('|') || 'none'})(?=[/?]|$)`),
    /** Where it says how it is, and where whether it can serve. */
    ...{ probe: probes[0], ready: probes.find((one) => /read/.test(one)) ?? probes[0] },
    /** An empty object posted to a collection is refused with this status. */
    refusal: answer && isRefused(answer) ? { path, status: answer.status } : undefined,
  };
}

/** A request without its query, and with one name for all collections: `POST list`, `GET list/7`, `GET /health`. */
export function kindOf(method: string, path: string, { lists }: Pick<Facts, 'lists'>): string {
  return `${method} ${path.replace(lists, 'list').replace(/\/?(?:\?.*)?$/, '')}`;
}

export const isProbe = /\/(?:health|read[yi]|live)\w*$/;
