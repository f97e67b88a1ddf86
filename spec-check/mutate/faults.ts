import type { Image } from '../model/resources.ts';

/** Something that goes wrong, what a spec has to promise against it (undefined where there is no place for it), and the lines of a Dockerfile that make it. */
export type Fault = readonly [
  fault: string,
  promise: string | undefined,
  lines: readonly string[],
  /** Scored apart: the proposals for others are made without a look at these. */
  heldOut?: 'held out',
];

const password = 'Vx7tq2LmZ9wK';

/** What can go wrong with an image, which is tagged `reference`. */
export function faultsOf(image: Pick<Image, 'config' | 'bytes'>, reference: string): Fault[] {
  const { entrypoint, cmd, labels } = image.config;
  const program = [...entrypoint, ...cmd].find((word) => /^(?:node|python3?|ruby)$/.test(word));
  const said = Object.entries(labels).filter(([, value]) => !/^(?:unknown)?$/.test(value));
  const names = said.map(([name]) => `\`${name}\``).join(' and ');
  const healthy = 'The image declares a HEALTHCHECK';
  const url = `postgresql://app:${password}@db.internal:5432/app`;
  const limit = `Image size is under ${Math.ceil(image.bytes / 8e5)} MB`;
  return [
    ['it runs as root', 'Container does not run as root', ['USER 0']],
    ['it ignores STOPSIGNAL', 'Shuts down gracefully on SIGTERM', ['STOPSIGNAL SIGWINCH']],
    ['DATABASE_URL is baked in', '`DATABASE_URL` is required', [`ENV DATABASE_URL=${url}`]],
    [
      'a password is baked in',
      'No secrets in image',
      [`ENV SMTP_PASSWORD=${password}`],
      'held out',
    ],
    ['all of it is there twice', limit, [`COPY --from=${reference} / /again/`], 'held out'],
    ['HEALTHCHECK is gone', healthy, ['HEALTHCHECK NONE']],
    [
      'HEALTHCHECK always succeeds',
      program && healthy,
      [`HEALTHCHECK CMD ["${program}", "--version"]`],
      'held out',
    ],
    [
      'its labels are lost',
      names && `The image has the labels ${names}`,
      said.map(([name]) => `LABEL ${name}=""`),
    ],
  ];
}
