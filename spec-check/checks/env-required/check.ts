import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';

export const envRequired = defineCheck({
  title: 'A variable comes from the environment',
  proof:
    'Without it the container exits with an error that names it and shows no secret; with it, it runs, and connects to the host that DATABASE_URL names, which may not be empty; the image holds no value of its own.',
  declares: ({ variable }) => ({ variable, required: true }),
  language: {
    with: 'image container app system it docker ours process database-url variable environment runtime start at-once trigger now read require configuration',
    params: { variable: '{variable}' },
    senses: [
      { says: '{variable} environment read|:|via|through', with: 'inject', params: needed },
      {
        says: '{variable} environment|read hardcoded',
        not: 1,
        with: 'file dockerfile',
        // A port has a default: where it comes from says nothing of being required.
        params: ({ one }) =>
          /(?:^|_)PORT$/.test(one('variable') ?? '') ? [] : { variable: one('variable') },
        also: [{ check: 'no-secrets', params: { variable: '{variable}', only: true } }],
      },
      { says: '{variable} require' },
      { says: '{variable} require default', not: 1 },
      { says: '{variable} fail unset', given: '{variable} unset variable environment' },
      { says: '{variable} fail', not: 1 },
      { says: '{variable} start unset', not: 1, given: '{variable} unset variable environment' },
      { says: '{variable} start', not: 2 },
      { says: '{variable} only|optional', asks: 'Is it required, or not?' },
    ],
    examples: ['DATABASE_URL is required', '`API_KEY` is read from the environment'],
  },
  faults: [
    ['it starts without', 'in-memory', 'variable=DATABASE_URL', /it runs and answers/],
    ['no word', 'deletes-nothing', 'variable=DATABASE_URL', /the error does not name it/],
    ['it exits with 0', 'hides-deleted', 'variable=DATABASE_URL', /exits with 0, as if/],
    ['it prints a secret', 'updates-all', 'variable=DATABASE_URL', /a secret \(Neon password\)/],
    ['set in the image', 'root-named-appuser', 'variable=DATABASE_URL', /itself sets DATABASE_URL/],
    ['an empty one will do', 'stops-soon', 'variable=DATABASE_URL', /With an empty DATABASE_URL/],
    ['its value is not used', 'ignores-url', 'variable=DATABASE_URL', /value is not used/],
  ],
  params: z.strictObject({ variable: z.string().describe('Without it, nothing may start') }),
  describe: ({ variable }) =>
    `without ${variable} the container exits with an error that names it; the image sets no value`,
  needs: ['engine', 'image', 'containers', 'container'],
  run: async ({ variable }, resources, { signal }) => {
    const { connectsWhereTold, judgeRequired, runWithout } = await import('./measure.ts');
    const isUrl = variable === 'DATABASE_URL';
    const [without, empty, uses] = await Promise.all([
      runWithout(variable, null, resources, signal),
      // Another variable may be empty on purpose; an empty URL names no database.
      isUrl ? runWithout(variable, '', resources, signal) : undefined,
      isUrl ? connectsWhereTold(resources, signal) : undefined,
      // With the variable it must run, else its exit without says nothing.
      resources.container.answers(signal),
    ]);
    const runsWithEmpty = empty?.exitCode === undefined && empty?.answered === true;
    return judgeRequired(variable, { ...without, uses, runsWithEmpty }, resources.image);
  },
});

/** A URL or a secret has no default; "LOG_LEVEL via environment variable" may have one. */
function needed(values: Values) {
  const name = values.one('variable') ?? '';
  return /(?:URL|URI|DSN|KEY|SECRET|TOKEN|PASSWORD)$/.test(name) ? { variable: name } : [];
}
