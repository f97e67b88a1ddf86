import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['api documentation', 'openapi', 'documentation'],
  senses: [
    {
      says: 'openapi-page present|reachable|{path}|work|answer',
      with: 'app container ours system it endpoint manner now every method locally',
      params: (values: Values) =>
        values.one('path') === undefined ? {} : { path: values.one('path') },
    },
  ],
  examples: [
    'Swagger UI is available',
    'OpenAPI documentation reachable',
    'API docs at `/docs`',
    'OpenAPI/Swagger documentation available',
  ],
};
