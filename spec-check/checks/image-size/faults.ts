import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'smaller than the least size',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: 'Image size over 400MB',
    says: /below the limit of 400/,
  },
  {
    name: 'larger than the compressed limit',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: 'Compressed image size below 20 MB',
    says: /MB compressed, .* above the limit/,
  },
  {
    name: '60 MB too large',
    image: 'is large, runs as root and has a HEALTHCHECK that always says yes',
    promise: 'Image size under 200MB (verify with `docker images`)',
    says: /above the limit[\s\S]*60\.0 MB {2}RUN/,
  },
];
