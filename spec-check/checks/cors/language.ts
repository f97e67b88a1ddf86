import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'cors',
  with: 'app ours system it now container',
  senses: [
    {
      says: 'cors {origin}',
      with: 'present reachable read tolerate actor support port',
      params: { origin: '{origin}' },
    },
    {
      says: 'cors present|reachable|read|support',
      asks: 'For which origin? Say it: "CORS allows `http://localhost:3000`"',
    },
  ],
  examples: ['CORS allows `http://localhost:3000`', 'CORS configured for `localhost:4000`'],
};
