import type { Image } from '../model/resources.ts';
import type { Shown } from './shown.ts';

/** What an image that exists shows. What it was built from, it does not tell. */
export function shownByImage({ config, bytes }: Pick<Image, 'config' | 'bytes'>): Shown {
  return {
    builds: false,
    base: undefined,
    user: config.user.split(':')[0] ?? '',
    ports: config.exposedPorts,
    env: Object.fromEntries(
      config.env.map((setting) => {
        const at = setting.indexOf('=');
        return at === -1 ? [setting, ''] : [setting.slice(0, at), setting.slice(at + 1)];
      }),
    ),
    healthcheck: config.healthcheck?.test.slice(1).join(' '),
    labels: config.labels,
    bytes,
  };
}
