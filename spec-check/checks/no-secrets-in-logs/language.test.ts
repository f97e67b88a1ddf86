import { testLanguage } from '../tests/test-language.ts';
import { noSecretsInLogs } from './check.ts';

testLanguage(noSecretsInLogs, {
  accepts: [
    ['Secrets are masked in logs'],
    ['Avoid logging secrets'],
    ['The system must not log passwords or tokens at any log level', {}],
    ['No secrets in layers or logs', {}],
    ['No secrets in logs'],
    ['Logs contain no passwords'],
    ['Secrets are never logged'],
    ['No credentials in the container logs'],
    ['Tokens do not appear in the logs'],
  ],
  refuses: [
    'Secrets are masked',
    'Secrets are logged',
    'No secrets in database logs',
    'Secrets in logs',
    'No secrets in git logs or issues',
  ],
});
