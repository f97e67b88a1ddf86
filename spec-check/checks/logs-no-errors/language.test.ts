import { testLanguage } from '../tests/test-language.ts';
import { logsNoErrors } from './check.ts';

testLanguage(logsNoErrors, {
  accepts: [
    ['Application logs are clean (no startup errors)'],
    ['No panics or fatal errors in the logs'],
    ['No stack traces in the log on startup', {}],
    ['No errors in the logs'],
    ['Container logs show no errors'],
    ['Logs contain no exceptions'],
  ],
  refuses: [
    'Application logs are not clean',
    'Logs are cleaned daily',

    'No panics in the tests',
    '`docker logs db` shows no errors',
    'Logs contain no warnings',
    'Errors are logged',
    'No errors in the browser console',
    'Database logs show no errors',
  ],
});
