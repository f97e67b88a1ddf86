import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** No known vulnerabilities. */
export const noVulnerabilities = defineCheck({
  id: 'no-vulnerabilities',
  title: 'No known vulnerabilities',
  proof:
    'A scan of the image by trivy or grype, where one is installed, with the age of its database.',
  language,
  faults,
  params: z.strictObject({
    severities: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((one) => (typeof one === 'string' ? [one] : one))
      .describe('`CRITICAL`, `HIGH`, …'),
  }),
  describe: () => 'no known vulnerabilities',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('no-vulnerabilities is not measured yet');
  },
});
