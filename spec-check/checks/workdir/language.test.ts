import { testLanguage } from '../tests/test-language.ts';
import { workdir } from './check.ts';

testLanguage(workdir, {
  accepts: [
    ['System MUST set working directory to /srv in the container', { path: '/srv' }],
    ['`WORKDIR /app`', { path: '/app' }],
    ['Has a WORKDIR', {}],
    ['Set `WORKDIR` for organized file structure', {}],
    ['Working directory is `/srv/api`', { path: '/srv/api' }],
    ['WORKDIR is set to `/app`', { path: '/app' }],
  ],
  refuses: [
    'WORKDIR is not set',
    'Set `WORKDIR` only for organized file structure in CI',
    'No WORKDIR',
    'The working directory is clean',
    'Workdir is writable',
  ],
});
