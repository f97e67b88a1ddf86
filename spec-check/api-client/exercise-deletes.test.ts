import type { Lies } from './tests/exercising.ts';
import { exercising, reading } from './tests/exercising.ts';

const archived = new Set<string>();
/** An API that keeps a deleted item readable, and says of it when it was archived. */
const archiving = (at: string | null): Lies[string] => [
  /openapi|tasks/,
  async (asked, forward) => {
    if (asked.method === 'DELETE') {
      archived.add(asked.path);
      return { status: 204, headers: {}, text: '' };
    }
    const { text, ...answer } = await forward(asked);
    const body = JSON.parse(text);
    if (asked.path === '/openapi.json')
      body.paths['/tasks/{id}'].delete.description = 'Archives the task.';
    if (archived.has(asked.path)) body.archivedAt = at;
    const isThere = ({ id }: { id: number }) => !archived.has(`/tasks/${id}`);
    const shown = Array.isArray(body) ? body.filter(isThere) : body;
    return { ...answer, headers: {}, text: JSON.stringify(shown) };
  },
];
const notes = new Map<string, string | undefined>();

const { expectPass, expectCaught, traceOf } = exercising({
  archives: archiving('2031-02-03T04:05:06Z'),
  'archives-nothing': archiving(null),
  'delete-hides,says-410': [
    /^GET \/tasks\/\d/,
    async (asked, forward) => {
      const { status, ...answer } = await forward(asked);
      return { ...answer, status: status === 404 ? 410 : status };
    },
  ],
  'delete-hides,envelope,says-when': [
    /openapi/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const document = JSON.parse(text);
      const item = { properties: { title: {}, description: {}, status: {}, deletedAt: {} } };
      const schema = { properties: { data: item } };
      const content = { 'application/json': { schema } };
      document.paths['/tasks/{id}'].get.responses['200'] = { content };
      return { ...answer, text: JSON.stringify(document) };
    },
  ],
  'delete-deletes-all': [
    /^DELETE/,
    async (asked, forward) => {
      const all = await forward({ ...reading(asked), path: '/tasks' });
      for (const { id } of JSON.parse(all.text)) await forward({ ...asked, path: `/tasks/${id}` });
      return { status: 204, headers: {}, text: '' };
    },
  ],
  'delete-by-status': [
    /^DELETE/,
    async (asked, forward) => {
      const { status } = JSON.parse((await forward(reading(asked))).text);
      const all = await forward({ ...reading(asked), path: '/tasks' });
      for (const one of JSON.parse(all.text))
        if (one.status === status) await forward({ ...asked, path: `/tasks/${one.id}` });
      return { status: 204, headers: {}, text: '' };
    },
  ],
  'delete-by-description': [
    /^DELETE/,
    async (asked, forward) => {
      const { id, description } = JSON.parse((await forward(reading(asked))).text);
      const all = await forward({ ...reading(asked), path: '/tasks' });
      for (const one of JSON.parse(all.text))
        if (one.id !== String(id) && description && one.description === description)
          await forward({ ...asked, path: `/tasks/${one.id}` });
      return forward(asked);
    },
  ],
  'keeps-a-task-with-notes': [
    /openapi|\/tasks\/\w+\/notes|^(?:POST \/tasks$|DELETE)/,
    async (asked, forward) => {
      const [, owner] = /^\/tasks\/(\w+)\/notes/.exec(asked.path) ?? [];
      const path = asked.path.replace(/^\/tasks\/\w+\/notes/, '/tasks');
      const owners = [...notes.values()];
      const isOwner = asked.method === 'DELETE' && owners.includes(asked.path.slice(7));
      if (isOwner) return { status: 500, headers: {}, text: '{}' };
      const { text, ...answer } = await forward({ ...asked, path });
      if (asked.path !== '/openapi.json') {
        const id = text.startsWith('{') && JSON.parse(text).id;
        if (owner && id) notes.set(String(id), owner);
        const mine = ({ id }: { id: unknown }) => notes.get(String(id)) === owner;
        const shown = text.startsWith('[') ? JSON.stringify(JSON.parse(text).filter(mine)) : text;
        return { ...answer, headers: {}, text: shown };
      }
      const { paths, ...document } = JSON.parse(text);
      paths['/tasks/{id}/notes'] = paths['/tasks'];
      paths['/tasks/{id}/notes/{noteId}'] = paths['/tasks/{id}'];
      return { ...answer, text: JSON.stringify({ ...document, paths }) };
    },
  ],
  'deletes-by-rules': [
    /openapi|^DELETE/,
    async (asked, forward) => {
      if (asked.method === 'DELETE')
        return { status: 409, headers: {}, text: '{"error":"it is active"}' };
      const { text, ...answer } = await forward(asked);
      const document = JSON.parse(text);
      document.paths['/tasks/{id}'].delete.responses['409'] = { description: 'It is active.' };
      return { ...answer, headers: {}, text: JSON.stringify(document) };
    },
  ],
});

it.each([
  ['that archives, as it says', 'archives'],
  ['that hides the item, which answers 410', 'delete-hides,says-410'],
  ['that hides the item, whose envelope says when', 'delete-hides,envelope,says-when'],
])('passes a DELETE %s', (title, FAULT) => expectPass(title, FAULT));

it.each([
  ['archives-nothing', /deletes nothing/],
  ['delete-deletes-nothing', /deletes nothing/],
  ['delete-deletes-all', /reaches another one too/],
  ['delete-by-status', /reaches another one too/],
  ['delete-by-description', /reaches another one too/],
  ['delete-hides', /soft delete/],
  ['keeps-a-task-with-notes', /DELETE \/tasks\/\w+ → 500.* fails on a good request/],
])('catches a DELETE that is wrong: %s', expectCaught);

it('asks which items a DELETE takes, where its document says that it may refuse', async () => {
  await expect(traceOf('deletes-by-rules')).rejects.toThrow('it is active');
});
