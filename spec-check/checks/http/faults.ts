import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'nothing is validated',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: `A task without a title is refused
  \`\`\`http
  POST /tasks
  Content-Type: application/json

  {}

  HTTP 422
  \`\`\``,
    says: /POST \/tasks → 201/,
  },
  {
    name: 'the body is another',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: `Health says how it is
  \`\`\`http
  GET /health

  HTTP 200

  {"status":"healthy"}
  \`\`\``,
    says: /GET \/health → 200 \{"status":"ok"\}/,
  },
];
