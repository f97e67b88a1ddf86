import { testLanguage } from '../tests/test-language.ts';
import { packageInImage } from './check.ts';

testLanguage(packageInImage, {
  accepts: [
    ['The package `curl` is installed in the image', { packages: ['curl'] }],
    ['`tini` is installed in the container', { packages: ['tini'] }],
  ],
  refuses: [
    '`curl` is not installed in the image',
    'Packages are installed in the image',
    '`npm` is installed on the host',
  ],
});
