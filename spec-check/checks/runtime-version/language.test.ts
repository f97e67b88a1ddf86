import { testLanguage } from '../tests/test-language.ts';
import { runtimeVersion } from './check.ts';

testLanguage(runtimeVersion, {
  accepts: [
    ['Node 22 is installed in the image', { runtime: 'node', version: '22' }],
    ['`python --version` prints Python 3.13.x', { runtime: 'python', version: '3.13' }],
    ['`java -version` outputs version 24', { runtime: 'java', version: '24' }],
    ['Uses Python 3.11+', { runtime: 'python', version: '3.11+' }],
    ['Runs on Node.js >= 20', { runtime: 'node', version: '20+' }],
    ['Uses Go 1.22 or later', { runtime: 'go', version: '1.22+' }],
    ['Node version: 22', { runtime: 'node', version: '22' }],
    ['Runs on Node 24 LTS', { runtime: 'node', version: '24' }],
    ['Uses Node 20', { runtime: 'node', version: '20' }],
    ['Runs on Python 3.12', { runtime: 'python', version: '3.12' }],
  ],
  refuses: [
    'Node 20+ installed',
    'Python 3.12 is installed',
    '`node --version` does not print v18',
    'Uses Node 20 or earlier',
    'Base image is Node 20 or later',
    'Uses Node 20 or 22',
    'Does not use Node 20',
    'Tests run on Node 20',
    'Uses Node 20 or 22',
    'Base image is Node 20',
  ],
});
