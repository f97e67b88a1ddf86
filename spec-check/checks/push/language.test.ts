import { testLanguage } from '../tests/test-language.ts';
import { push } from './check.ts';

testLanguage(push, {
  accepts: [
    ['Image tagged and pushed to `ghcr.io/acme/api:1.2.3`', { registries: ['ghcr.io'] }],
    ['Image uploaded to Docker Hub', { registries: ['docker.io'] }],
    ['Image pushed with tags `edge` and `1.0.0`', { registries: [] }],
    ['Image is available on Docker Hub', { registries: ['docker.io'] }],
    ['Image pushed to AWS ECR', { registries: ['amazonaws.com'] }],
    ['La imagen se publica correctamente en Docker Hub.', { registries: ['docker.io'] }],
    ['Docker image published to ghcr.io/acme/gateway', { registries: ['ghcr.io'] }],
    ['Images shall be published to GHCR on every release', { registries: ['ghcr.io'] }],
    ['The system supports pushing images to a local registry', {}],
    ['The pipeline publishes the image to GHCR', { registries: ['ghcr.io'] }],
    [
      'Image can be pushed to registry (Docker Hub or GHCR)',
      { registries: ['docker.io', 'ghcr.io'] },
    ],
    ['Image pushes to a container registry', { registries: [] }],
    ['The image can be pushed to GHCR', { registries: ['ghcr.io'] }],
    ['Image is published to Docker Hub', { registries: ['docker.io'] }],
    ['`docker push` succeeds', { registries: [] }],
    ['Image pushed to the registry', { registries: [] }],
    ['Image published to `ghcr.io/acme/api`', { registries: ['ghcr.io'] }],
  ],
  refuses: [
    'Pushed to `ghcr.io/acme/api:1.2.3`',
    'Image upload succeeds',
    'Image pushed to GHCR on push to main',
    'The image is pushed to a registry on every commit',
    'Docker Hub account (for publishing)',
    '`docker push` (if main/release)',
    'Image is available locally',
    'Image is not available on Docker Hub',
    'La imagen no se publica en Docker Hub',
    'Image can be pushed to registry without login',
    'Image is pushed to registry on every merge',
    'Image is not pushed to a registry',
    'Image is pushed automatically whenever a tag is created',
    'Helm chart pushed to registry',
    'Code is pushed to GitHub',
  ],
});
