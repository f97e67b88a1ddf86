import { testLanguage } from '../tests/test-language.ts';
import { openapiPage } from './check.ts';

testLanguage(openapiPage, {
  accepts: [
    ['Swagger UI loads at http://localhost:8080/docs', { path: '/docs' }],
    ['openapi.json is served'],
    ['Swagger UI is available', {}],
    ['OpenAPI documentation reachable', {}],
    ['API docs at `/docs`', { path: '/docs' }],
    ['OpenAPI/Swagger documentation available', {}],
  ],
  refuses: [
    'Generate API documentation',
    'Swagger UI and ReDoc available',
    'OpenAPI documentation complete',
    '`/openapi-to-go:generate`: Generate the OpenAPI documentation',
    'No Swagger UI',
    'OpenAPI documentation is up to date',
    'Swagger UI is disabled',
  ],
});
