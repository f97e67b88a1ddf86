import { testLanguage } from '../tests/test-language.ts';
import { pinnedBase } from './check.ts';

testLanguage(pinnedBase, {
  accepts: [
    ['Base image pinned to a specific SHA', { to: 'digest' }],
    ['Pin the version of the base image', { to: 'version' }],
    ['Images are pinned to exact versions', { to: 'version' }],
    ['Pin the Node version', { to: 'version' }],
    ['Always pin a specific version (`FROM node:22-alpine`)', { to: 'version' }],
    [
      'Always pin base image tags to major-minor (e.g. `node:20-alpine`, not `node:latest`)',
      { to: 'version' },
    ],
    ['Explicit version for the base image (not "latest")', {}],
    ['Base image pinned to a version (not `latest`)', { to: 'version' }],
    ['Base image pinned by digest or version', { to: 'version' }],
    ['Base image pinned by digest (`@sha256:abc`)', { to: 'digest' }],
    ['Base image version pinned'],
    ['Pin base images to exact versions'],
    ['Base images are pinned by digest', { to: 'digest' }],
    ['Use specific base image versions'],
    ['Base image tag is pinned'],
  ],
  refuses: [
    "The image's tag is the version (such as `notes:2.0.1`)",
    'Image tagged with a specific SHA',
    'Postgres image is pinned',
    'Tag images with a specific version (e.g. app:1.2.0)',
    'Base image is not pinned',
    'Dependencies are pinned',
    'Base image is pinned where possible',
    'Base images are regularly updated',
    'Pin the digest of the deployment manifest',
  ],
});
