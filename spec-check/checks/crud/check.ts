import * as z from 'zod';
import { proveCrud } from '../../api-client/prove-crud.ts';
import { defineCheck } from '../../model/check.ts';
import { belowBase } from '../../model/settings.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
export const crud = defineCheck({
  id: 'crud',
  title: 'Create, read, list, update and delete',
  proof:
    'Every verb of every resource of the OpenAPI document over HTTP, with all fields that can be made up, and values compared in the item, in the list over its pages and in the database; items made before and after stay as they are. Text with quotes and as long as is allowed, many items ten at a time, and a second look seconds after the DELETE. What was not tried is said.',
  settled: (params, settings) => {
    const resource = params.resource ?? settings.resource;
    const path = resource?.startsWith('/') ? belowBase(settings, resource) : resource;
    return path === undefined ? params : { ...params, resource: path };
  },
  language,
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
