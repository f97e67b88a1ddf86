import { testLanguage } from '../tests/test-language.ts';
import { cors } from './check.ts';

testLanguage(cors, {
  accepts: [
    ['CORS allows `http://localhost:3000`', { origin: 'http://localhost:3000' }],
    ['CORS configured for `localhost:4000`', { origin: 'localhost:4000' }],
  ],
  refuses: [
    'Core configured for `localhost:4000`',
    'CORS does not allow `http://localhost:3000`',
    'CORS is disabled',
    'CORS is not configured for `localhost:4000`',
  ],
});
