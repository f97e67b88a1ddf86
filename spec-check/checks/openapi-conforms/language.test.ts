import { testLanguage } from '../tests/test-language.ts';
import { openapiConforms } from './check.ts';

testLanguage(openapiConforms, {
  accepts: [
    ['Responses conform to openapi.yaml', {}],
    ['API responses match the OpenAPI schema'],
    ['The API conforms to its OpenAPI specification'],
    ['Schemathesis passes'],
    ['All endpoints conform to the OpenAPI spec'],
    ['API matches its OpenAPI document'],
    ['The API adheres to its OpenAPI contract'],
    ['Responses validate against the OpenAPI schema'],
    ['API contract tests pass'],
    ['The running API complies with the OpenAPI specification'],
    ['Every endpoint follows the OpenAPI spec'],
    ['OpenAPI spec matches the implementation'],
  ],
  refuses: [
    'The API does not conform to its OpenAPI specification',
    'API responses match the OpenAPI schema of the old version',
    'The OpenAPI document follows the style guide',
    'The API conforms to the OpenAPI standard of the company',
    'Responses match the snapshot',
    'API responses match the expected values',
    'Contract tests pass in the frontend',
    'The API follows REST conventions',
    'Two endpoints conform to the OpenAPI spec',
    'OpenAPI schema is valid',
    'API documentation is consistent',
    'Swagger UI matches the design',
    'Contract tests are written',
  ],
});
