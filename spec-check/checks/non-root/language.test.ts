import { testLanguage } from '../tests/test-language.ts';
import { nonRoot } from './check.ts';

testLanguage(nonRoot, {
  accepts: [
    ['Container runs as non-root user', { root: false }],
    ['Does not run as root', { root: false }],
    ['The process never runs as root', { root: false }],
    ['Runs as `appuser`', { user: 'appuser' }],
    ['Use a non-root user in the Dockerfile', { root: false }],
    ['Non-root user for security', { root: false }],
    ['No process runs as root', { root: false }],
    ['The application runs as an unprivileged user (uid 1001)', { uid: 1001 }],
    ['Runs as non-root (`USER node`)', { user: 'node' }],
    ['Container user is non-root', { root: false }],
    ['The service is run as `worker`, not root', { user: 'worker' }],
    ['`USER node`', { user: 'node' }],
    ['Non-root user configured', { root: false }],
    ['Avoid running as root', { root: false }],
    ['Process runs with a non-root user', { root: false }],
    ['`whoami` does not return root', { root: false }],
  ],
  refuses: [
    'Runs with `no-new-privileges`',
    'Container runs on `alpine`',
    'Never runs as anything but root',
    'Should ideally run as non-root',
    'Create a non-root user',
    'Database runs as non-root user',
    'The builder stage runs as non-root',
    'Runs as non-root on staging',
    'Container can run as non-root or root',
    'Runs as expected',
    'Non-root user (UID 0)',
    'Does not run as non-root',
    '`docker exec db whoami` does not return root',
  ],
});
