import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeRequired, runsWith, runWithout } from './measure.ts';
import { connectsWhereTold } from './uses-value.ts';
export const envRequired = defineCheck({
  id: 'env-required',
  title: 'A variable comes from the environment',
  proof:
    'Without it the container exits with an error that names it and shows no secret; with it, it runs, and connects to the host that DATABASE_URL names; the image holds no value of its own.',
  variable: ({ variable }) => ({ name: variable, required: true }),
  language,
  faults,
  params: z.strictObject({
    variable: z.string().describe('The variable without which it must not start'),
  }),
  describe: ({ variable }) =>
    `without ${variable} the container exits with an error that names it; the image sets no value`,
  needs: ['engine', 'image', 'database', 'containers', 'container'],
  run: async ({ variable }, resources, { signal }) => {
    const [without, uses] = await Promise.all([
      runWithout(variable, resources, signal),
      variable === 'DATABASE_URL' ? connectsWhereTold(resources, signal) : undefined,
      runsWith(variable, resources, signal),
    ]);
    return judgeRequired(variable, { ...without, uses }, resources.image);
  },
});
