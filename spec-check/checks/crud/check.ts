import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { belowBase } from '../../model/settings.ts';

export const crud = defineCheck({
  title: 'Create, read, list, update and delete',
  proof:
    'Every verb of every resource of the OpenAPI document over HTTP, with all fields that can be made up, and values compared in the item, in the list over its pages and in the database; items made before and after stay as they are. Text with quotes and as long as is allowed, many items ten at a time, and a second look seconds after the DELETE. What was not tried is said.',
  settled: ({ resource: word = '', ...params }, settings) => {
    // A word of the sentence is the resource of the front matter by its last name.
    const isOf = settings.resource?.split('/').some((part) => part.startsWith(word));
    const resource = isOf ? settings.resource : word;
    const path = resource?.startsWith('/') ? belowBase(settings, resource) : resource;
    return path ? { ...params, resource: path } : params;
  },
  language: {
    with: 'across image container app system it docker ours every endpoint manner correctly work pass locally runtime data http-word inside {resource} support run present now start method call actor possible answer reachable {path} resource_create resource_read resource_update resource_delete',
    params: ({ one }) => ({ resource: one('path') ?? one('resource') }),
    senses: [
      { says: 'crud' },
      { says: 'resource_create resource_read resource_update resource_delete' },
    ],
    examples: ['CRUD works in the container', 'Tasks can be created, read, updated and deleted'],
  },
  faults: [
    ['tasks are kept in memory', 'in-memory', '', /no table has one[\s\S]*in memory/],
    ['DELETE deletes nothing', 'deletes-nothing', '', /it went well and deletes nothing/],
    ['DELETE only hides', 'hides-deleted', '', /soft delete/],
    ['an update changes every row', 'updates-all', '', /reaches another one too/],
    ['rows go to a file', 'ignores-url', '', /in another database/],
    ['an optional field is lost', 'drops-a-field', '', /description = null[\s\S]*not what is kept/],
    ['PUT changes the title alone', 'put-forgets-status', '', /status = [\s\S]*PUT answers/],
    ['PATCH empties what it is not sent', 'patch-empties', '', /PATCH answers/],
    ['long text is cut', 'cuts-text', '', /title = [\s\S]*not what is kept/],
    ['an apostrophe breaks it', 'breaks-on-quotes', '', /500[\s\S]*fails on a good request/],
    ['no more than twelve items', 'full-after-12', '', /500[\s\S]*fails on a good request/],
    ['the list ends after 50 items', 'lists-50', '', /items are missing/],
    ['the list shows old values', 'lists-old-values', '', /The list shows other values/],
    ['an update changes older items', 'update-changes-older', '', /reaches another one too/],
    ['DELETE deletes older items', 'delete-deletes-older', '', /reaches another one too/],
    ['DELETE only takes the text away', 'delete-blanks', '', /soft delete/],
    ['a deleted item comes back', 'delete-comes-back', '', /deleted item comes back|still there/],
    ['two items get one id', 'counts-in-milliseconds', '', /the same id/],
    ['a second resource fails', 'users-fail', '', /users[\s\S]*500/],
    ['a resource below an item fails', 'notes-fail', '', /notes[\s\S]*500/],
    ['only what is called like a test is kept', 'forgets-names', '', /items are missing/],
  ],
  params: z.strictObject({
    resource: z.string().optional().describe('`task`, `/tasks`; those of the document if left out'),
  }),
  describe: ({ resource }) =>
    `create, read, list, update and delete ${resource ?? 'an item'} over HTTP, each looked up in the database`,
  needs: ['image', 'container'],
  run: async ({ resource }, { image, container }, { signal }) => {
    const { proveCrud } = await import('../../api-client/prove-crud.ts');
    const baseUrl = await container.answers(signal);
    const hints = { ...image.api, ...(resource === undefined ? {} : { resource }) };
    return proveCrud({ baseUrl, tables: container.tables, signal }, hints, container);
  },
});
