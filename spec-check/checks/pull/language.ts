import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container docker ours system it registry {registry} actor manner now anonymous every';

export const language: CheckLanguage = {
  topics: ['pull'],
  senses: [
    {
      says: 'pull image anonymous',
      with: around,
      rather: 'login need',
      params: () => ({ anonymous: true }),
    },
    {
      says: 'pull image login',
      not: 1,
      with: `${around} need`,
      params: () => ({ anonymous: true }),
    },
    {
      says: 'pull image {registry}+',
      with: around,
      params: (values: Values) => (values.has('or') ? [] : { registries: values.all('registry') }),
    },
    { says: 'pull image registry', with: around, params: () => ({}) },
  ],
  accepts: [
    ['Image can be pulled without login', { anonymous: true }],
    ['The image is publicly pullable', { anonymous: true }],
    ['Image can be pulled from GHCR', { registries: ['ghcr.io'] }],
    ['Image can be pulled from the registry', {}],
  ],
  refuses: [
    'Image cannot be pulled without login',
    'Image can be pulled within 5 seconds',
    'Base images are pulled daily',
  ],
};
