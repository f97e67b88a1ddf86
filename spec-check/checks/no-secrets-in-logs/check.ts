import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** No secrets in the logs. */
export const noSecretsInLogs = defineCheck({
  id: 'no-secrets-in-logs',
  title: 'No secrets in the logs',
  proof:
    'What a container prints while it starts, answers requests and refuses bad ones, searched for known values and forms of secrets.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'no secrets in the logs',
  needs: ['engine', 'container', 'database'],
  run: async () => {
    throw new Error('no-secrets-in-logs is not measured yet');
  },
});
