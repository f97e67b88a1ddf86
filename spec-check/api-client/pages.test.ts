import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CrudExercise, type Item, ProblemFound } from './crud-steps.ts';
import { readApi } from './discover.ts';

/** Fifteen items behind rows of somebody else, who deletes one before the second page as often as this says. */
async function listWhile(deletions: number): Promise<void> {
  const names = Array.from({ length: 15 }, (_, index) => `item ${index}`);
  const rows = [...Array<string>(20).fill('of somebody else'), ...names].map((name, id) => ({
    id,
    name,
  }));
  const parameters = ['limit', 'offset'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'integer' },
  }));
  const body = { type: 'object', properties: { name: { type: 'string' } } };
  const content = { 'application/json': { schema: body } };
  const document = {
    openapi: '3.1.0',
    paths: {
      '/things': { get: { parameters }, post: { requestBody: { content } } },
      '/things/{id}': { get: {} },
    },
  };
  let left = deletions;
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const offset = Number(searchParams.get('offset'));
    if (offset > 20 && left > 0) {
      left -= 1;
      rows.shift();
    }
    const shown = rows.slice(offset, offset + Number(searchParams.get('limit')));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(pathname === '/things' ? shown : document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo; // It listens on TCP.
    const reached = { baseUrl: `http://127.0.0.1:${port}`, signal: AbortSignal.timeout(20_000) };
    const api = await readApi(reached.baseUrl, {}, reached.signal);
    const [things] = api.resources;
    if (things === undefined) throw new Error('The document was not read.');
    const exercise = new CrudExercise({ ...reached, api, sql: undefined }, things);
    await exercise.list(
      'create',
      rows.slice(20).map(({ id, name }) => itemOf(String(id), name)),
    );
  } finally {
    server.close();
  }
}

function itemOf(id: string, name: string): Item {
  const sample = { field: 'name', value: name, trace: name, body: { name } };
  const answer = { method: 'POST', path: '/things', status: 201, headers: {}, text: '' };
  return {
    id,
    sample,
    schema: {},
    answer: { ...answer, ms: 1, body: {}, sent: undefined },
    isBystander: false,
  };
}

describe('the pages of a list', () => {
  it('are read again when an item is missing: somebody else may have moved it to a page that was read', async () => {
    await expect(listWhile(1)).resolves.toBeUndefined();
  }, 60_000);

  it('lack an item when it is missing each of three times', async () => {
    await expect(listWhile(Number.POSITIVE_INFINITY)).rejects.toThrow(ProblemFound);
  }, 60_000);
});
