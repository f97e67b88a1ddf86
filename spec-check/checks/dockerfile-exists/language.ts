import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['dockerfile'],
  senses: [
    {
      says: 'dockerfile resource_create|present|write',
      with: 'ours app image container docker now file project-root locally {path} production-dependency resource_create',
      params: (values: Values) =>
        values.one('path') === undefined ? {} : { path: values.one('path') },
    },
  ],
  examples: [
    'Dockerfile exists',
    'Dockerfile created',
    'Dockerfile exists at `/srv/api/Dockerfile`',
    'A Dockerfile is present in the project root',
  ],
};
