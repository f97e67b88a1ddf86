import { testLanguage } from '../tests/test-language.ts';
import { tmpfs } from './check.ts';

testLanguage(tmpfs, {
  accepts: [
    ['tmpfs on `/tmp`', { paths: ['/tmp'] }],
    ['Uses tmpfs for `/tmp` and `/run`', { paths: ['/tmp', '/run'] }],
  ],
  refuses: ['No tmpfs on `/tmp`'],
});
