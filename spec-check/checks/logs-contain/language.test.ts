import { testLanguage } from '../tests/test-language.ts';
import { logsContain } from './check.ts';

testLanguage(logsContain, {
  accepts: [
    ['Logs show "Server listening"', { text: 'Server listening' }],
    ['The container log contains "ready"', { text: 'ready' }],
  ],
  refuses: ['Logs do not show "error"', 'Logs show the version', 'The page shows "hello"'],
});
