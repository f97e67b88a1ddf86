import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'crud, crud endpoint, api, functionality, endpoint, crud operation',
  with: 'across back image container app system it docker ours every endpoint manner correctly work pass locally runtime data http-word inside {resource} support run present now start method',
  senses: [
    {
      says: 'crud work|pass|support|present|reachable|correctly',
      with: 'reachable',
      params: resource,
    },
    {
      says: 'resource_create resource_read resource_update resource_delete',
      with: 'resource_create resource_read resource_update resource_delete actor or possible',
      params: resource,
    },
  ],
  examples: ['CRUD works inside the container', 'Tasks can be created, read, updated and deleted'],
};

function resource(values: Values) {
  const name = values.one('resource');
  return name === undefined ? {} : { resource: name };
}
