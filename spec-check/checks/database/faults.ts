import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the table is emptied at every start',
    image: 'deletes nothing, empties its table at every start and dies in silence',
    promise: 'Data survives a container restart',
    says: /gone after a restart/,
  },
  {
    name: 'DATABASE_URL is ignored',
    image: 'ignores DATABASE_URL',
    promise: 'Container can connect to Neon database with provided DATABASE_URL',
    says: /not in the database of DATABASE_URL[\s\S]*not used/,
  },
  ...(['keeps-the-newest', 'empties-a-column'] as const).map((fault) => ({
    name: `every start ${fault.replaceAll('-', ' ')}`,
    image: { args: { FAULT: fault } },
    promise: 'Data survives a container restart',
    says: /changed or gone after a restart/,
  })),
];
