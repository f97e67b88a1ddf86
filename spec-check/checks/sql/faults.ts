import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a row that should not be',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: `No task lacks a title
  \`\`\`sql
  select count(*) from todo where title = ''
  -- 0
  \`\`\``,
    says: /gives other rows: [1-9]/,
  },
  {
    name: 'a missing index',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: `Titles are indexed
  \`\`\`sql
  select indexname from pg_indexes where tablename = 'todo' and indexdef like '%(title)%'
  -- 1 row
  \`\`\``,
    says: /\(no rows\)/,
  },
];
