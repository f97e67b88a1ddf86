import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';

const levels = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;

export const noVulnerabilities = defineCheck({
  title: 'No known vulnerabilities',
  proof:
    'trivy or grype, where one is installed, scans the image as `docker save` gives it, with no file of exceptions and a database of at most five days, whose date the evidence shows. Without a scanner it is an ERROR; where the scanner recognises no package, AMBIGUOUS.',
  language: {
    with: 'image container app docker ours system it now scan trivy grype vulnerability severity above carry present contains show run finding answer clean other or layer',
    given: 'scan trivy grype run image',
    params: severities,
    senses: [
      { says: 'vulnerability|finding|severity', not: 1, with: 'pass' },
      { says: 'vulnerability|finding|severity zero|avoid', with: 'pass' },
      { says: 'scan|trivy|grype pass', asks: 'Of which severities? "No critical vulnerabilities"' },
    ],
    examples: [
      'No critical or high vulnerabilities',
      '0 critical CVEs in the image scan',
      'Trivy scan shows no HIGH or CRITICAL vulnerabilities',
    ],
  },
  faults: [],
  unprovable: 'needs trivy or grype',
  params: z.strictObject({
    severities: z.array(z.enum(levels)).default([]).describe('None of these; none at all if empty'),
    scanner: z.enum(['trivy', 'grype']).optional().describe('What is installed if left out'),
  }),
  describe: (params) =>
    `a scan finds no ${params.severities.map((one) => `${one} `).join('or ')}vulnerability`,
  needs: ['engine', 'image'],
  limit: () => 10 * 60_000,
  run: async (params, { engine, image: { reference } }, { signal }) => {
    const { judgeScan, scanImage } = await import('./scan.ts');
    const scan = await scanImage(engine.docker, reference, params.scanner, signal);
    return judgeScan(scan, params.severities, { reference, now: Date.now() });
  },
});

function severities(values: Values) {
  if (!['vulnerability', 'scan', 'trivy', 'grype'].some(values.has)) return [];
  const named = levels.filter((level) => values.has(level.toLowerCase()));
  const last = levels.findLastIndex((level) => named.includes(level));
  const tool = (['trivy', 'grype'] as const).find((one) => !values.has('other') && values.has(one));
  return { severities: values.has('above') ? levels.slice(0, last + 1) : named, scanner: tool };
}
