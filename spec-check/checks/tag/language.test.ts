import { testLanguage } from '../tests/test-language.ts';
import { tag } from './check.ts';

testLanguage(tag, {
  accepts: [
    ['The image carries the tag `2.0.1`', { tag: '2.0.1' }],
    [
      'The image is tagged with both the version tag and `latest`',
      { form: 'version' },
      { tag: 'latest' },
    ],
    ['Image pushed to Docker Hub with version tag', { form: 'version' }],
    ['The image is tagged with a semantic version', { form: 'version' }],
    ['The image is tagged with the git commit hash', { form: 'commit' }],
    ['The image is tagged `1.4.0`', { tag: '1.4.0' }],
    ["The version is the image's tag (such as `notes:2.0.1`)", { form: 'version' }],
    ['Tag images with the version (e.g., shop:2.1.0)', { form: 'version' }],
    ['Image tagged with version (v0.9.1)', { tag: 'v0.9.1' }],
  ],
  refuses: [
    '`tags`',
    '`image.tag`: the tag of the image',
    'Tags: `Tag`',
    'Base image has a version tag',
    'Uses `python:3.12.7-slim` (specific version and tag)',
    'Image is tagged with version and build number',
    'Image is not tagged',
    'A git tag is created',
    'Image is tagged `latest` only',
    'Base image tag is pinned',
    'Image published to `ghcr.io/acme/api`',
  ],
});
