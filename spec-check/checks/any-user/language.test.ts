import { testLanguage } from '../tests/test-language.ts';
import { anyUser } from './check.ts';

testLanguage(anyUser, {
  accepts: [
    ['Non-root: runs as UID 1000 by default, but works with any arbitrary UID', {}],
    ['Image runs on Kubernetes with an arbitrary user ID'],
    ['Runs as any user', {}],
    ['Container works with an arbitrary UID', {}],
    ['Runs under a random user ID', {}],
    ['The image supports arbitrary user IDs', {}],
    ['The container does not depend on a specific UID', {}],
  ],
  refuses: [
    'Runs as any user in the docker group',
    'Does not run as any user',
    'Any user can create tasks',
    'Works for any user',
    'The API supports arbitrary user IDs',
    'Depends on a specific UID',
  ],
});
