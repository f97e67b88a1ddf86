import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['cors'],
  senses: [
    {
      says: 'cors {origin}',
      with: 'app ours system it present reachable read tolerate actor support now container port',
      params: (values: Values) => ({ origin: values.one('origin') }),
    },
    {
      says: 'cors present|reachable|read|support',
      with: 'app ours system it container now',
      asks: 'For which origin? Say it: "CORS allows `http://localhost:3000`"',
    },
  ],
  examples: ['CORS allows `http://localhost:3000`', 'CORS configured for `localhost:4000`'],
};
