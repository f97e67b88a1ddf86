import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Logs go to stdout and stderr. */
export const logsStdout = defineCheck({
  id: 'logs-stdout',
  title: 'Logs go to stdout and stderr',
  proof:
    'What a container prints while it starts and answers requests; with json, each line is a JSON object.',
  language,
  faults,
  params: z.strictObject({ json: z.boolean().optional().describe('Each line is a JSON object') }),
  describe: () => 'logs go to stdout and stderr',
  needs: ['engine', 'container'],
  run: async () => {
    throw new Error('logs-stdout is not measured yet');
  },
});
