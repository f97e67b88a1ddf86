import { testLanguage } from '../tests/test-language.ts';
import { dockerfileExists } from './check.ts';

testLanguage(dockerfileExists, {
  accepts: [
    ['There is a Dockerfile', {}],
    ['`deploy/Dockerfile` is there', { path: 'deploy/Dockerfile' }],
    ['You have written a Dockerfile', {}],
    ['Write deploy/Dockerfile', { path: 'deploy/Dockerfile' }],
    ['A `Dockerfile` located in the `server/` directory exists', { path: 'server/Dockerfile' }],
    ['The repository holds a Dockerfile', {}],
    ['`deploy/Dockerfile` exists', { path: 'deploy/Dockerfile' }],
    ['The Dockerfile is in the project root', {}],
    ['Dockerfile exists', {}],
    ['Dockerfile created', {}],
    ['Dockerfile exists at `/srv/api/Dockerfile`', { path: '/srv/api/Dockerfile' }],
    ['A Dockerfile is present in the project root', {}],
  ],
  refuses: [
    'Do we need a Dockerfile?',
    'No `Dockerfile` in the `server/` directory',

    'Dockerfile is provided by the vendor',
    'No Dockerfile exists',
    'Dockerfile is documented',
    'Compose file exists',
    'Dockerfile exists for the frontend',
    'All Dockerfiles are created by CI',
  ],
});
