import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readApi } from './discover.ts';

test.each([
  ['/reference', '/reference-json'],
  ['/api/v2/docs', '/api/v2/docs/json'],
  [undefined, '/api/docs-json'],
])('beside the page %s the document is found at %s', async (page, at) => {
  const server = createServer(({ url }, response) => {
    response.end(url === at ? '{"openapi":"3.0.0","paths":{}}' : '<div id="swagger-ui">');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo; // It listens on TCP.
    const signal = AbortSignal.timeout(20_000);
    const api = await readApi(`http://127.0.0.1:${port}`, { page }, signal);
    expect(api.at).toBe(at);
  } finally {
    server.close();
  }
});
