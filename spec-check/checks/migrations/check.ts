import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Migrations run when the container starts. */
export const migrations = defineCheck({
  id: 'migrations',
  title: 'Migrations run when the container starts',
  proof: 'A container on an empty database makes the tables, and a second start changes nothing.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'migrations run when the container starts',
  needs: ['containers', 'database'],
  run: async () => {
    throw new Error('migrations is not measured yet');
  },
});
