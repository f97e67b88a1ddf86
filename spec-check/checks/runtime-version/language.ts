import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['runtime', 'runtime version'],
  senses: [
    {
      says: '{runtime} use|run|used|install|present|version|ours',
      with: 'image container app dockerfile docker ours system it runtime-version runtime version now stated',
      params: (values: Values) => {
        const [runtime, version] = values.one('runtime') ?? [];
        return values.has('base-image') ? [] : { runtime, version };
      },
    },
  ],
  examples: ['Uses Node 20', 'Runs on Python 3.12'],
};
