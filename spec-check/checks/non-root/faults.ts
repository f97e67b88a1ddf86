import type { Fault } from '../../model/fault.ts';

export const faults: readonly Fault[] = [
  {
    name: 'another user than the one promised',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: 'Runs as `www-data`',
    says: /Does not run as www-data/,
  },
  {
    name: 'no USER',
    image: 'is large, runs as root and has a HEALTHCHECK that always says yes',
    promise: 'Container runs as non-root user',
    says: /Runs as root[\s\S]*USER is not set/,
  },
  {
    name: 'root under another name',
    image: 'has a root named appuser, a DATABASE_URL of its own and no HEALTHCHECK',
    promise: 'Container runs as non-root user',
    says: /root under another name/,
  },
  {
    name: 'USER 0:0',
    image: 'says USER 0:0 and has a HEALTHCHECK that never says yes',
    promise: 'Does NOT run as root',
    says: /Runs as root/,
  },
];
