import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container app docker ours system it registry manner correctly now actor colleague pull run start work use unchanged';

export const language: CheckLanguage = {
  topics: ['portability', 'pull', 'another machine', 'other machines', 'distribution'],
  senses: [
    { says: 'elsewhere run|pull|start|work', with: around, given: 'pull', params: () => ({}) },
    { says: 'colleague pull run|start|use', with: `${around} elsewhere there`, params: () => ({}) },
    {
      says: 'elsewhere run|pull|start|work change',
      not: 1,
      with: `${around} colleague there every`,
      params: () => ({}),
    },
    {
      says: 'colleague pull run|start|use change',
      not: 1,
      with: `${around} elsewhere there every`,
      params: () => ({}),
    },
  ],
  examples: [
    'Image can be pulled and run on different machine',
    'Runs on another machine',
    "Works on a teammate's laptop",
    'A colleague can pull and start the image',
  ],
};
