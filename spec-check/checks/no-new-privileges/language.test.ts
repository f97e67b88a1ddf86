import { testLanguage } from '../tests/test-language.ts';
import { noNewPrivileges } from './check.ts';

testLanguage(noNewPrivileges, {
  accepts: [
    ['The container is restricted from acquiring additional privileges'],
    ['No `allowPrivilegeEscalation`', {}],
    ['**No new privileges** — `--security-opt no-new-privileges:true`', {}],
    ['No privilege escalation'],
    ['The container runs without new privileges'],
    ['Works with `--security-opt no-new-privileges`'],
    ['Privilege escalation is not allowed'],
  ],
  refuses: ['Privilege escalation', 'No privileged containers', 'New privileges are granted'],
});
