import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['migrations', 'database migrations'],
  senses: [
    {
      says: 'migration run|use runtime|start',
      with: 'app container ours system it database runtime manner start automatically every now succeed use',
      given: 'start container app',
      params: () => ({}),
    },
  ],
  examples: [
    'Migrations run at startup',
    'Database migrations are applied on startup',
    'Pending migrations are applied when the container starts',
    'Migrations run automatically on start',
  ],
};
