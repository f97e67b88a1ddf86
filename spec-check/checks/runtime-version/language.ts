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
  accepts: [
    ['Uses Node 20', { runtime: 'node', version: '20' }],
    ['Runs on Python 3.12', { runtime: 'python', version: '3.12' }],
  ],
  refuses: [
    'Does not use Node 20',
    'Tests run on Node 20',
    'Uses Node 20 or 22',
    'Base image is Node 20',
  ],
};
