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
  examples: [
    'Image can be pushed to registry (Docker Hub or GHCR)',
    'Image pushes to a container registry',
    'The image can be pushed to GHCR',
    'Image is published to Docker Hub',
  ],
};
