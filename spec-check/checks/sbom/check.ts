import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** There is a bill of materials. */
export const sbom = defineCheck({
  id: 'sbom',
  title: 'There is a bill of materials',
  proof: 'An SBOM attached to the pushed image, or an SPDX or CycloneDX file in it.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'there is a bill of materials',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('sbom is not measured yet');
  },
});
