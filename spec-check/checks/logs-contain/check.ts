import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The logs contain a text. */
export const logsContain = defineCheck({
  id: 'logs-contain',
  title: 'The logs contain a text',
  proof: 'What a container prints while it starts and answers a request.',
  language,
  faults,
  params: z.strictObject({ text: z.string().min(1).describe('The text, letter for letter') }),
  describe: () => 'the logs contain a text',
  needs: ['engine', 'container'],
  run: async () => {
    throw new Error('logs-contain is not measured yet');
  },
});
