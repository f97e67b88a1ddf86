import { readApi } from '../api-client/discover.ts';
import { pathsOf } from '../api-client/document.ts';
import { exchange, isRefused } from '../api-client/exchange.ts';
import type { Lie } from '../measuring/lying-proxy.ts';
import type { Container, Image } from '../model/resources.ts';
import { namedCollection } from '../model/settings.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Awaited<ReturnType<typeof learnFacts>>;

export async function learnFacts(
  { api, config, bytes, port }: Pick<Image, 'api' | 'config' | 'bytes' | 'port'>,
  container: Container,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
) {
  const baseUrl = await container.answers(signal);
  const { headers, resources, nested, document } = await readApi(baseUrl, api, signal);
  const paths = [...(api.paths ?? []), ...pathsOf(document), '/health'];
  const probes = paths.filter((one) => isProbe.test(one));
  const found = [...nested, ...resources].map(({ collection }) => collection);
  const collections = [...found, ...namedCollection(api)];
  const patterns = collections.map((one) => one.replace(/\/$/, '').replace(/\{[^}]*\}/g, '[^/]+'));
  const path = collections.find((one) => !one.includes('{'));
  const post = path && { method: 'POST', path, body: {}, headers, signal };
  const answer = post && (await exchange(baseUrl, post));
  return {
    ...{ config, bytes, port, login: api.login?.header, hasLists: collections.length > 0 },
    /** Matches the beginning of a path that is a collection's. */
    lists: new RegExp(`^(?:${patterns.join('|') || 'none'})(?=[/?]|$)`),
    /** The paths of its health and of its readiness. */
    ...{ probe: probes[0], ready: probes.find((one) => /read/.test(one)) ?? probes[0] },
    /** An empty object posted to a collection is refused with this status. */
    refusal: answer && isRefused(answer) ? { path, status: answer.status } : undefined,
    /** The variable that says where its database is. */
    variable: Object.keys(env).find((one) => isPlace.test(`${env[one]}`)) ?? 'DATABASE_URL',
  };
}

const isPlace = /\$\{database\.(?:url|host)\}/;

/** A request without its query, and with one name for all collections: `POST list`, `GET list/7`, `GET /health`. */
export const kindOf = (method: string, path: string, { lists }: Pick<Facts, 'lists'>): string =>
  `${method} ${path.replace(lists, 'list').replace(/\/?(?:\?.*)?$/, '')}`;

export const isProbe = /\/(?:health|read[yi]|live)\w*\/?$/;

/** Something that goes wrong, what a spec has to promise against it (undefined where an image has no place for it), and how it is made. */
export type Fault = readonly [fault: string, promise: string | undefined, mutation: Mutation];

/** How a mutant is made of the image or its API. */
export interface Mutation {
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
  /** What is answered to requests of this kind. */
  readonly lie?: { readonly to: RegExp; readonly tell: Lie };
}
