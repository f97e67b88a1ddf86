import type { Image } from '../../model/resources.ts';

/** A build of a Dockerfile with these lines. */
export const built = (text: readonly string[]) => ({
  build: { kind: 'built', dockerfile: { path: 'Dockerfile', text: text.join('\n') } },
});

/** An image with this configuration. */
export const imageOf = (config: Partial<Image['config']>) => ({
  image: { reference: 'x', config: { Entrypoint: [], Cmd: [], ...config } },
});
