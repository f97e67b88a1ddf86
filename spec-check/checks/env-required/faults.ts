import type { Fault } from '../../model/fault.ts';

export const faults: readonly Fault[] = [
  {
    name: 'it starts without DATABASE_URL',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: '**DATABASE_URL**: Environment variable',
    says: /Without DATABASE_URL it runs and answers/,
  },
  {
    name: 'it dies without a word',
    image: 'deletes nothing, empties its table at every start and dies in silence',
    promise: '**DATABASE_URL**: Environment variable',
    says: /exits with 1, and the error does not name it/,
  },
  {
    name: 'it exits with 0, as if all were well',
    image: 'hides what is deleted and needs what only the first machine has',
    promise: '**DATABASE_URL**: Environment variable',
    says: /exits with 0, as if all were well/,
  },
  {
    name: 'it prints a secret when it dies',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: '**DATABASE_URL**: Environment variable',
    says: /prints a secret \(Neon password\)/,
  },
  {
    name: 'the image sets DATABASE_URL',
    image: 'has a root named appuser, a DATABASE_URL of its own and no HEALTHCHECK',
    promise: '**DATABASE_URL**: Environment variable',
    says: /image itself sets DATABASE_URL/,
  },
  {
    name: 'its value is not used',
    image: 'ignores DATABASE_URL',
    promise: '**DATABASE_URL**: Environment variable',
    says: /value is not used/,
  },
];
