import { testLanguage } from '../tests/test-language.ts';
import { noNewPrivileges } from './check.ts';

testLanguage(noNewPrivileges, {
  accepts: [
    ['`docker inspect` prints `"SecurityOpt": ["no-new-privileges"]`', {}],
    ['Security options enabled (no-new-privileges)'],
    ['The container is restricted from acquiring additional privileges'],
    ['No `allowPrivilegeEscalation`', {}],
    ['**No new privileges** — `--security-opt no-new-privileges:true`', {}],
    ['No privilege escalation'],
    ['The container runs without new privileges'],
    ['Works with `--security-opt no-new-privileges`'],
    ['Privilege escalation is not allowed'],
  ],
  refuses: [
    '`docker inspect` prints `"SecurityOpt": ["seccomp=unconfined"]`',
    'Security options disabled (no-new-privileges)',
    'Security options (apparmor)',
    'Privilege escalation',
    'No privileged containers',
    'New privileges are granted',
  ],
});
