import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** No errors in the logs. */
export const logsNoErrors = defineCheck({
  id: 'logs-no-errors',
  title: 'No errors in the logs',
  proof:
    'What a container prints while it starts and answers a request: no line of level error or worse, and no stack trace.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'no errors in the logs',
  needs: ['engine', 'container'],
  run: async () => {
    throw new Error('logs-no-errors is not measured yet');
  },
});
