import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectHeaders } from '../../api-client/http-request.ts';
import { type Settings, settingsSchema } from '../../model/settings.ts';
import { readHttpBlock, sendHttpBlock } from './measure.ts';

const { login } = settingsSchema.parse({ login: { path: '/login', token: 'token' } });

/** Gives a token to everybody, and tells what every other request carried. */
async function sent(block: string, settings: Pick<Settings, 'login' | 'headers'>) {
  let carried: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    if (request.url === '/login') response.end('{"token":"a$&b"}');
    else {
      carried = request.headers;
      response.end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const signal = AbortSignal.timeout(5000);
    await projectHeaders.run(settings.headers ?? {}, () =>
      sendHttpBlock(url, readHttpBlock(`${block}\n\nHTTP 200`), settings.login, signal),
    );
    return carried;
  } finally {
    server.close();
  }
}

it('sends the token of the login where a header of the block says so', async () => {
  const block = 'GET /notes\nAuthorization: Bearer ${token}';
  expect(await sent(block, { login })).toMatchObject({ authorization: 'Bearer a$&b' });
});

it('sends none where the block says nothing of it', async () => {
  expect(await sent('GET /notes', { login })).not.toHaveProperty('authorization');
});

it('does not guess a token where the project says no login', async () => {
  const asked = sent('GET /notes\nAuthorization: Bearer ${token}', {});
  await expect(asked).rejects.toMatchObject({ hint: expect.stringContaining('login:') });
});

it('sends the headers of the project, unless the block has its own', async () => {
  const headers = { Host: 'shop.example.com', 'X-API-Key': 'k1' };
  expect(await sent('GET /notes', { headers })).toMatchObject({
    host: 'shop.example.com',
    'x-api-key': 'k1',
  });
  expect(await sent('GET /notes\nHost: evil.example.org\nX-API-Key:', { headers })).toMatchObject({
    host: 'evil.example.org',
    'x-api-key': '',
  });
});
