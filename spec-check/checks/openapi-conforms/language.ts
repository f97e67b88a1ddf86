import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['api contract', 'contract'],
  senses: [
    {
      says: 'conform openapi-page',
      with: 'app container ours system it every answer endpoint call now http-word',
      params: () => ({}),
    },
  ],
  accepts: [
    ['The API conforms to its OpenAPI document'],
    ['Responses match the OpenAPI specification'],
    ['All endpoints comply with the OpenAPI spec'],
  ],
  refuses: [
    'The API does not conform to its OpenAPI document',
    'The client conforms to the OpenAPI document',
  ],
};
