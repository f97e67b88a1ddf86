import { testLanguage } from '../tests/test-language.ts';
import { execForm } from './check.ts';

testLanguage(execForm, {
  accepts: [
    ['Use exec form: `CMD ["executable", "parameter"]`'],
    ['CMD is written in exec form'],
    ['ENTRYPOINT is not wrapped in a shell'],
    ['ENTRYPOINT is an array', {}],
    ['Service startup must use exec-form `ENTRYPOINT` (JSON array), not shell form', {}],
    ['Use exec form (JSON array) not shell form', {}],
    ['CMD uses exec form'],
    ['`CMD` in exec form (JSON array, no shell)'],
    ['ENTRYPOINT uses the exec form'],
    ['Use exec form for CMD'],
    ['CMD does not use shell form'],
  ],
  refuses: [
    'CMD is not an array',
    'CMD ["node", "server.js"] in shell form',
    'Use shell form (JSON array) not exec form',
    'CMD uses shell form',
    'CMD does not use exec form',
    'CMD exists',
  ],
});
