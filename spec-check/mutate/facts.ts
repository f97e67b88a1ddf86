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
  const probes = [...(api.paths ?? []), ...documentedPaths(document), '/health'].filter(isProbe);
  const found = [...resources, ...nested].map(({ collection }) => collection);
  const collections = found.concat(api.resource ?? []);
  const path = collections.find((one) => !one.includes('{'));
  const post = path && { method: 'POST', path, body: {}, headers, signal };
  const answer = post && (await exchange(baseUrl, post));
  return {
    ...{ config, bytes, port, collections },
    /** Where it says how it is, and where whether it can serve. */
    ...{ probe: probes[0], ready: probes.find((one) => /read/.test(one)) ?? probes[0] },
    /** An empty object posted to a collection is refused with this status. */
    refusal: answer && isRefused(answer) ? { path, status: answer.status } : undefined,
  };
}

const isProbe = (path: string) => /\/(?:health|read[yi]|live)\w*$/.test(path);

/** What a request is about: `POST list`, `GET item`, `GET probe`, `GET document`, else with its path. */
export function kindOf(method: string, path: string, facts: Pick<Facts, 'collections'>): string {
  const [plain = ''] = path.replace(/\/$/, '').split(/\/?\?/);
  const isList = (one: string) =>
    facts.collections.some((own) =>
      new RegExp(`^${own.replace(/\{[^}]*\}/g, '[^/]+').replace(/\/$/, '')}$`).test(one),
    );
  const places = [
    ['list', isList(plain)],
    ['item', isList(plain.replace(/\/[^/]*$/, ''))],
    ['document', documentPaths.includes(plain)],
    ['probe', isProbe(plain)],
  ] as const;
  return `${method} ${places.find(([, isIt]) => isIt)?.[0] ?? plain}`;
}
