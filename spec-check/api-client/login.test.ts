import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { settingsSchema } from '../model/settings.ts';
import { readApi } from './discover.ts';
import { createItem } from './new-item.ts';
import { undocumentedResource } from './resource.ts';

/** Gives a token to whoever registers and logs in, and takes items of those who show it alone. */
async function serve() {
  const accounts = new Set<string>();
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    if (request.url === '/register') accounts.add(text);
    else if (request.url === '/login' && accounts.has(text))
      response.write(JSON.stringify({ data: { token: 'a$&b' } }));
    else if (request.url === '/session' && accounts.has(text))
      response.writeHead(302, { 'set-cookie': ['sid=a$&b; Path=/; HttpOnly', 'lang=en'] });
    else if (request.url === '/notes') {
      const { authorization, cookie } = request.headers;
      const isKnown = authorization === 'Token a$&b' || cookie === 'sid=a$&b; lang=en';
      response.statusCode = isKnown ? 201 : 401;
      response.write(JSON.stringify({ id: 1, ...JSON.parse(text) }));
    } else response.statusCode = 404;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => server.close(),
  };
}

const signal = AbortSignal.timeout(20_000);
const login = {
  path: '/login',
  register: '/register',
  token: 'data.token',
  header: 'Authorization: Token ${token}',
};

it.each([
  ['a form', { form: { username: 'ada', password: 'x y' } }],
  ['a form that opens a session', { form: { username: 'ada' }, path: '/session' }],
  ['JSON', { body: { username: 'ada' } }],
])('logs in with %s, and sends an item as the project writes it', async (_title, sent) => {
  using server = await serve();
  const settings = settingsSchema.parse({
    login: { ...login, ...sent },
    body: { kind: 3, text: 'Hello' },
  });
  const api = await readApi(server.url, settings, signal);
  const live = { baseUrl: server.url, api, signal };
  const { answer, id } = await createItem(live, undocumentedResource('/notes'), { variant: 0 });
  expect([answer.status, id, answer.sent]).toEqual([
    201,
    '1',
    { kind: 3, text: expect.any(String) },
  ]);
});

it('says what to correct when there is no token, and what to add when there is no login', async () => {
  using server = await serve();
  const settings = settingsSchema.parse({ login: { ...login, token: 'jwt' } });
  await expect(readApi(server.url, settings, signal)).rejects.toThrow('nothing stands at jwt');
  const api = await readApi(server.url, {}, signal);
  const live = { baseUrl: server.url, api, signal };
  const refused = createItem(live, undocumentedResource('/notes'), { variant: 0 });
  await expect(refused).rejects.toMatchObject({
    hint: expect.stringContaining('headers: {Authorization'),
  });
});
