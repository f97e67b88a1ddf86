import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'resource_create|present unprivileged|user {user}',
      with: 'image container dockerfile ours system it uid user own {count} {number}',
      params: (values: Values) => {
        // `USER node` says who runs it.
        if (values.has('line')) return [];
        const bound = values.one('count')?.[0] ?? values.one('number');
        return { user: values.one('user'), ...(bound === undefined ? {} : { uid: bound }) };
      },
    },
  ],
  examples: [
    'The user `worker` exists in the image',
    'Create a non-root user `svc` with UID above 1000',
  ],
};
