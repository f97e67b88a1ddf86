import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'portability, pull, another machine, other machine, distribution',
  with: 'image container app docker ours system it registry manner correctly now actor colleague pull run start work use unchanged there every',
  senses: [
    { says: 'elsewhere run|pull|start|work', given: 'pull' },
    { says: 'colleague pull run|start|use', with: 'elsewhere' },
    { says: 'elsewhere run|pull|start|work change', not: 1 },
    { says: 'colleague pull run|start|use change', not: 1, with: 'elsewhere' },
  ],
  examples: [
    'Image can be pulled and run on different machine',
    'Runs on another machine',
    "Works on a teammate's laptop",
    'A colleague can pull and start the image',
  ],
};
