import { testLanguage } from '../tests/test-language.ts';
import { sbom } from './check.ts';

testLanguage(sbom, {
  accepts: [
    ['An SBOM accompanies the image'],
    ['SBOM is generated with syft'],
    ['SBOM available'],
    ['SBOM generated'],
    ['An SBOM is attached to the image'],
    ['The image has an SBOM'],
    ['SBOM produced at build time'],
  ],
  refuses: ['No SBOM', 'SBOM is reviewed', 'SBOM generation is not needed'],
});
