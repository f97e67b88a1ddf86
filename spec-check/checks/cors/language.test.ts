import { testLanguage } from '../tests/test-language.ts';
import { cors } from './check.ts';

testLanguage(cors, {
  accepts: [
    [
      'Access-Control-Allow-Origin is set for http://localhost:3000',
      { origin: 'http://localhost:3000' },
    ],
    ['CORS allows requests from https://app.example.com', { origin: 'https://app.example.com' }],
    ['CORS allows `http://localhost:3000`', { origin: 'http://localhost:3000' }],
    ['CORS configured for `localhost:4000`', { origin: 'localhost:4000' }],
  ],
  refuses: [
    'CORS does not allow requests from https://evil.example.com',
    'Core configured for `localhost:4000`',
    'CORS does not allow `http://localhost:3000`',
    'CORS is disabled',
    'CORS is not configured for `localhost:4000`',
  ],
});
