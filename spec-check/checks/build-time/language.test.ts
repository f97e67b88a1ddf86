import { testLanguage } from '../tests/test-language.ts';
import { buildTime } from './check.ts';

testLanguage(buildTime, {
  accepts: [
    [
      'A rebuild after a code change takes less than a minute',
      { op: '<', ms: 60_000, cache: 'warm' },
    ],
    ['Image builds in under two minutes without cache', { op: '<', ms: 120_000, cache: 'cold' }],
    ['Cached rebuild under 20s', { op: '<', ms: 20_000, cache: 'warm' }],
    ['Image builds within 5 minutes without cache', { op: '<=', ms: 300_000, cache: 'cold' }],
    ['Build time under 30 s with a warm cache', { op: '<', ms: 30_000, cache: 'warm' }],
    ['Builds within 5 minutes without cache', { op: '<=', ms: 300_000, cache: 'cold' }],
    ['Build time under 30 s with warm cache', { op: '<', ms: 30_000, cache: 'warm' }],
  ],
  refuses: [
    '`docker build --target final .` finishes within 5 minutes without cache',
    'Image builds in under two minutes',
    'Rebuild under 20s',
    'Build time under 2 minutes',
    'CI build takes less than 5 minutes without cache',
    'Build does not take 5 minutes without cache',
  ],
});
