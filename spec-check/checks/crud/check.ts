import * as z from 'zod';
import { proveCrud } from '../../api-client/prove-crud.ts';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
/** Create, read, list, update and delete. */
export const crud = defineCheck({
  id: 'crud',
  title: 'Create, read, list, update and delete',
  proof:
    'Every verb of every resource of the OpenAPI document over HTTP, with all fields that can be made up, and values compared in the item, in the list over its pages and in the database; items made before and after stay as they are. Text with quotes and as long as is allowed, many items ten at a time, and a second look seconds after the DELETE. What was not tried is said.',
  topics: ['crud', 'crud endpoints', 'api', 'functionality', 'endpoints', 'crud operations'],
  examples: [
    'All CRUD endpoints work when running containerized',
    'Tasks can be created, read, updated and deleted',
    'CRUD works inside the container',
  ],
  sentences: [
    { template: '(all|every|each)* <crud> <work> <fully> <containerized> [<fully>]' },
    {
      template: '(all|every|each)* [{resource}] <crud> [{resource}] <work> <fully> <containerized>',
      params: named,
    },
    {
      template:
        '<container> (supports|offers|provides|serves|has) <crud> [{resource}] <fully> <containerized>',
      params: named,
    },
    {
      template: '{resource} can <all-verbs> <fully> <containerized>',
      params: named,
    },
    {
      template: '<all-verbs> [{resource}] [endpoint|operation] <work> <fully> <containerized>',
      params: named,
    },
    { template: '<actor> can <all-verbs> [{resource}] <fully> <containerized>', params: named },
    { template: 'possible <all-verbs> [{resource}] <fully> <containerized>', params: named },
    {
      template:
        '<container> (allows|lets|enables|supports) [<actor>] <all-verbs> {resource} <fully> <containerized>',
      params: named,
    },
  ],
  faults,
  params: z.strictObject({
    resource: z
      .string()
      .optional()
      .describe('`task` or `/tasks`; found in the OpenAPI document when it is left out'),
  }),
  describe: ({ resource }) =>
    `create, read, list, update and delete ${resource ?? 'an item'} over HTTP, each looked up in the database`,
  needs: ['image', 'container', 'database'],
  run: async ({ resource }, { image, container, database }, { signal }) => {
    await container.answers(signal);
    const hints = { ...image.api, ...(resource === undefined ? {} : { resource }) };
    const byHand = { run: container.command, url: `http://localhost:${image.port}` };
    return proveCrud({ baseUrl: container.baseUrl(), sql: database.sql, signal }, hints, byHand);
  },
});

/** `task`, `tasks` or `/tasks`, as the sentence names it. */
function named({ resource }: Slots) {
  return resource === undefined ? {} : { resource: String(resource) };
}
