import { exchange } from '../api-client/exchange.ts';
import { MachineFault } from '../model/docker.ts';
import type { Container, Image } from '../model/resources.ts';
import { type Catalogue, defineResource, type RunOptions } from './resource.ts';
import { resources } from './resources.ts';

/** With a URL, an API that runs there already in place of container and image. */
export function catalogueOf({ url }: Pick<RunOptions, 'url'>): Catalogue {
  if (url === undefined) return resources;
  const container = defineResource({
    needs: [],
    acquire: async () =>
      only<Container>({
        ...{ tables: undefined, command: `curl -i ${url}`, detached: '' },
        ...{ baseUrl: () => url, shownUrl: url },
        ...{ death: async () => undefined, cause: async () => undefined, logs: async () => '' },
        async answers(signal) {
          // An API that this machine cannot reach may serve everybody else.
          await exchange(url, { path: '/', signal }).catch((error: Error) => {
            signal.throwIfAborted();
            throw new MachineFault('url-unreachable', `${url}: ${error.message}`, `curl -i ${url}`);
          });
          return url;
        },
      }),
  });
  const image = defineResource({
    needs: [],
    acquire: async (_none, { options: { settings, paths = [], collections, timeout } }) =>
      only<Image>({ api: { ...settings, paths, collections }, startLimit: timeout }),
  });
  return { ...resources, container, image };
}

/** An object whose other members throw: what is not known from outside becomes an ERROR. */
function only<T extends object>(known: Partial<T>): T {
  const get = (from: object, name: string | symbol) => {
    // `await` looks for `then`.
    if (name in from || name === 'then') return Reflect.get(from, name);
    throw new Error(`"${String(name)}" is not known of an API that is deployed`);
  };
  // Reading any other member throws.
  return new Proxy(known, { get }) as T;
}
