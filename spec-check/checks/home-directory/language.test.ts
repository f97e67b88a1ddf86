import { testLanguage } from '../tests/test-language.ts';
import { homeDirectory } from './check.ts';

testLanguage(homeDirectory, {
  accepts: [
    ['The user has a home directory'],
    ['A non-root user whose home directory really exists', {}],
  ],
  refuses: ['The user has no home directory', 'Home directory is writable'],
});
