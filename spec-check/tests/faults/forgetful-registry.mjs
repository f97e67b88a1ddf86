import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * A registry (OCI distribution API) that takes every push, says that all went well, and keeps nothing.
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export function startForgetfulRegistry() {
  /** @type {Set<string>} */
  const blobs = new Set();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const hash = createHash('sha256');
    let length = 0;
    for await (const chunk of request) {
      hash.update(chunk);
      length += chunk.length;
    }
    const digest = searchParams.get('digest') ?? `sha256:${hash.digest('hex')}`;
    const [, blob] = /\/blobs\/(sha256:[0-9a-f]+)$/.exec(pathname) ?? [];
    const answer = (/** @type {number} */ status, headers = {}) =>
      response.writeHead(status, headers).end();
    if (pathname === '/v2/') return answer(200);
    if (blob !== undefined) return answer(blobs.has(blob) ? 200 : 404, { 'content-length': 0 });
    if (pathname.includes('/blobs/uploads/')) {
      const location = pathname.endsWith('/uploads/') ? `${pathname}${randomUUID()}` : pathname;
      if (request.method !== 'PUT')
        return answer(202, {
          location,
          range: `0-${Math.max(0, length - 1)}`,
          'docker-upload-uuid': randomUUID(),
        });
      blobs.add(digest);
      return answer(201, { location, 'docker-content-digest': digest });
    }
    if (request.method === 'PUT') return answer(201, { 'docker-content-digest': digest });
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve({ port, close: () => server.close() });
    });
  });
}
