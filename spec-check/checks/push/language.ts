import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container docker ours system it registry manner now actor such or other {registry} anonymous work';

export const language: CheckLanguage = {
  topics: [
    'registry',
    'push',
    'publishing',
    'distribution',
    'docker registry',
    'container registry',
  ],
  senses: [
    {
      says: 'push image|registry|{registry}+|docker-push',
      with: `${around} accept`,
      params: (values) => {
        const registries = values.all('registry');
        // "Docker Hub or GHCR" is either, "Docker Hub and GHCR" both.
        if (values.has('other')) return { registries: [] };
        return values.has('or') || registries.length < 2
          ? { registries }
          : registries.map((one) => ({ registries: [one] }));
      },
    },
    { says: 'registry accept image', with: around, params: () => ({}) },
  ],
  accepts: [
    [
      'Image can be pushed to registry (Docker Hub or GHCR)',
      { registries: ['docker.io', 'ghcr.io'] },
    ],
    ['Image pushes to a container registry', { registries: [] }],
    ['The image can be pushed to GHCR', { registries: ['ghcr.io'] }],
    ['Image is published to Docker Hub', { registries: ['docker.io'] }],
    ['`docker push` succeeds', { registries: [] }],
    ['Image pushed to the registry', { registries: [] }],
  ],
  refuses: [
    'Image can be pushed to registry without login',
    'Image is pushed to registry on every merge',
    'Image is not pushed to a registry',
    'Image is pushed automatically whenever a tag is created',
    'Helm chart pushed to registry',
    'Code is pushed to GitHub',
  ],
};
