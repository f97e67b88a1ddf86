import { testLanguage } from '../tests/test-language.ts';
import { userExists } from './check.ts';

testLanguage(userExists, {
  accepts: [
    ['Create the user with `adduser -D -S worker`', { user: 'worker' }],
    ['Create a user `svc` with UID 1300 in the final stage', { user: 'svc', uid: 1300 }],
    ['Create a user `svc` with UID above 1000', { user: 'svc', uid: { op: '>', value: 1000 } }],
    ['Creates `svc` with UID 998', { user: 'svc', uid: 998 }],
    ['The user `worker` exists in the image', { user: 'worker' }],
    [
      'Create a non-root user `svc` with UID above 1000',
      { user: 'svc', uid: { op: '>', value: 1000 } },
    ],
    ['Create a non-root user `svc` (uid=1200, gid=1300)', { user: 'svc', uid: 1200, gid: 1300 }],
  ],
  refuses: [
    'Create the user with `useradd -u 1500 worker`',
    'Create `appgroup` (GID 1000) and `appuser` (UID 1000)',
    'The user `root2` does not exist',
    'Create a user story',
  ],
});
