import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * A registry (OCI distribution API) that takes every push and says that all went well. What is pushed
 * below `forgets/` is gone at once; below `swaps/` it has another manifest than was pushed.
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export function startForgetfulRegistry() {
  /** @type {Map<string, { length: number, content: Buffer }>} */
  const blobs = new Map();
  /** @type {Map<string, Buffer>} What came in by an upload that goes on. */
  const uploads = new Map();
  /** @type {Map<string, { type: string, body: Buffer }>} */
  const manifests = new Map();

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const answer = (
      /** @type {number} */ status,
      headers = {},
      /** @type {Buffer} */ content = Buffer.alloc(0),
    ) => response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : content);
    if (pathname === '/v2/') return answer(200);

    if (pathname.includes('/blobs/uploads/')) {
      const location = pathname.endsWith('/uploads/') ? `${pathname}${randomUUID()}` : pathname;
      const sofar = Buffer.concat([uploads.get(location) ?? Buffer.alloc(0), body]);
      uploads.set(location, sofar);
      const digest = searchParams.get('digest');
      if (request.method !== 'PUT' || digest === null) {
        const range = `0-${Math.max(0, sofar.length - 1)}`;
        return answer(202, { location, range, 'docker-upload-uuid': randomUUID() });
      }
      uploads.delete(location);
      // Layers are large, and nobody asks for them.
      const content = sofar.length < 1e6 ? sofar : Buffer.alloc(0);
      blobs.set(digest, { length: sofar.length, content });
      return answer(201, { location, 'docker-content-digest': digest });
    }
    const [, blob] = /\/blobs\/(sha256:[0-9a-f]+)$/.exec(pathname) ?? [];
    if (blob !== undefined) {
      const kept = blobs.get(blob);
      if (kept === undefined) return answer(404);
      // Engines take the size of a layer that is there already from this answer.
      return answer(200, { 'content-length': kept.length }, kept.content);
    }
    if (request.method === 'PUT') {
      if (pathname.startsWith('/v2/swaps/')) {
        const other = { ...JSON.parse(body.toString()), annotations: { swapped: 'yes' } };
        manifests.set(pathname, {
          type: request.headers['content-type'] ?? '',
          body: Buffer.from(JSON.stringify(other)),
        });
      }
      return answer(201, { 'docker-content-digest': digestOf(body) });
    }
    const kept = manifests.get(pathname);
    if (kept !== undefined) {
      const { type, body: content } = kept;
      return answer(
        200,
        {
          'content-type': type,
          'content-length': content.length,
          'docker-content-digest': digestOf(content),
        },
        content,
      );
    }
    const unknown = { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] };
    return answer(
      404,
      { 'content-type': 'application/json' },
      Buffer.from(JSON.stringify(unknown)),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve({ port, close: () => server.close() });
    });
  });
}

/** @param {Buffer} content */
function digestOf(content) {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
