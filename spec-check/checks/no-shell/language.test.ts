import { testLanguage } from '../tests/test-language.ts';
import { noShell } from './check.ts';

testLanguage(noShell, {
  accepts: [
    ['No shell in the image'],
    ['The container has no shell'],
    ['The final image contains no shell'],
  ],
  refuses: ['The image has a shell', 'CMD uses no shell', 'No shell scripts'],
});
