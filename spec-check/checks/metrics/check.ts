import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Metrics are served. */
export const metrics = defineCheck({
  id: 'metrics',
  title: 'Metrics are served',
  proof: 'GET answers 200 with at least one sample in the Prometheus text format.',
  language,
  faults,
  params: z.strictObject({
    path: z.string().startsWith('/').default('/metrics').describe('Where'),
  }),
  describe: () => 'metrics are served',
  needs: ['container'],
  run: async () => {
    throw new Error('metrics is not measured yet');
  },
});
