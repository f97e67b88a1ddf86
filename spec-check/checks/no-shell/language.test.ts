import { testLanguage } from '../tests/test-language.ts';
import { noShell } from './check.ts';

testLanguage(noShell, {
  accepts: [
    ['Shells must be removed from the final image'],
    ['`/bin/sh` is absent', {}],
    ['No shell in the image'],
    ['The container has no shell'],
    ['The final image contains no shell'],
  ],
  refuses: [
    'Non-root user with no shell',
    'The shell history must be removed',
    'No shell is required in the image',
    '`/bin/sh` is present',
    'The image has a shell',
    'CMD uses no shell',
    'No shell scripts',
  ],
});
