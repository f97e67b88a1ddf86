import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { onEach, proveElsewhere } from './measure.ts';

/** It runs on another machine. */
export const pullElsewhere = defineCheck({
  id: 'pull-elsewhere',
  title: 'It runs on another machine',
  proof:
    'Another engine that has no copy of the image pulls it by digest, runs it, and passes health and CRUD there.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () =>
    'another engine without a copy pulls the image by digest, runs it, and its API works there',
  needs: ['image', 'database', 'registry', 'pushed', 'secondEngines'],
  run: async (_params, { secondEngines, ...parts }, { signal, progress }) =>
    onEach(
      await Promise.all(
        secondEngines.map(async (secondEngine) => ({
          host: secondEngine.host,
          verdict: await proveElsewhere({ ...parts, secondEngine }, progress, signal),
        })),
      ),
    ),
});
