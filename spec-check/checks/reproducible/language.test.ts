import { testLanguage } from '../tests/test-language.ts';
import { reproducible } from './check.ts';

testLanguage(reproducible, {
  accepts: [
    ['Rebuilding without changes gives an identical image'],
    ['Two consecutive builds give the same digest', {}],
    ['Builds are reproducible'],
    ['Container builds are reproducible: same commit yields identical images'],
    ['Reproducible image builds'],
    ['Building twice gives the identical image'],
    ['The image build is deterministic'],
  ],
  refuses: [
    'Rebuilding without changes takes 5 seconds',
    'Run `npm ci` (not `npm install`) for repeatable builds',
    'Builds are not reproducible',
    'Reproducible test data',
    'Bugs are reproducible',
    'Builds are reproducible on CI',
  ],
});
