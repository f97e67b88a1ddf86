import { testLanguage } from '../tests/test-language.ts';
import { signed } from './check.ts';

testLanguage(signed, {
  accepts: [
    ['Image signature verified', {}],
    ['`cosign verify ghcr.io/x/shop` succeeds', {}],
    ['Image is signed with cosign', {}],
    ['Cosign signature on the pushed image', {}],
    ['The container image is signed', {}],
    ['Published images are signed using Cosign', {}],
    ['The image has a valid cosign signature', {}],
    ['Image signed with `cosign.pub`', { key: 'cosign.pub' }],
    ['Image signature is verified with cosign', {}],
    ['Images are signed (cosign)', {}],
  ],
  refuses: [
    'Image signed (if required)',
    '`cosign verify` fails',

    'The image is not signed',
    'Commits are signed',
    'SBOM is signed',
    'The base image is signed',
    'Image is signed with GPG',
    'Image is signed in CI',
    'Only signed images are deployed',
    'Users can sign in to the image registry',
    'Unsigned images are refused',
    'Image is signed off by the team',
    'Image signing is planned',
    'The image is verified',
    'The image is valid',
    'Only valid images are pushed',
  ],
});
