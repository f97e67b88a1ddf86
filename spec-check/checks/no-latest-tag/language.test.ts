import { testLanguage } from '../tests/test-language.ts';
import { noLatestTag } from './check.ts';

testLanguage(noLatestTag, {
  accepts: [
    ['The base image is not tagged `latest`'],
    ['Never rely on `:latest`'],
    ['Replace `latest` with a specific version', {}],
    ['Imagen base con tag específico, no `latest`', {}],
    ['Use specific image tags, never `latest`', {}],
    ['Images: Specific tags or digests (never :latest)', {}],
    ['Specific Node version (not latest)', {}],
    ['Never use `FROM python:latest`', {}],
    ['No `node:latest`', {}],
    ['Never ships `:latest`', {}],
    ['No `latest` tag'],
    ['Use exact version tags (never `:latest`)'],
    ['Does not use the latest tag'],
    ['Specific tags, not :latest'],
    ['Avoid `latest` tags for base images'],
    ['No :latest in the Dockerfile'],
    ['`:latest` is forbidden', {}],
  ],
  refuses: [
    'Do not use shop:latest in production',
    'Avoid `latest` tag in production deployments',
    'The image is not tagged `latest`',
    'The image must not be tagged latest',
    'The image is never tagged latest',
    'Use `node:latest`',

    'Image is tagged latest',
    'Uses the latest Node version',
    'Latest security patches applied',
    'No latest tag in the Helm chart',
  ],
});
