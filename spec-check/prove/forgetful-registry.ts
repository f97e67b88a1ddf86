import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';

/** A registry that takes every push; what is pushed below `forgets/` is gone at once, and below `swaps/` it has another manifest. */
export async function startForgetfulRegistry() {
  /** Blobs by digest, uploads and manifests by path. */
  const kept = new Map<string, { readonly type?: string; readonly content: Buffer }>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const body = await buffer(request);
    const answer = (status: number, headers = {}, content?: string | Buffer) =>
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : content);
    if (pathname === '/v2/') return answer(200);
    if (pathname.includes('/blobs/uploads/')) {
      const location = pathname.endsWith('/uploads/') ? `${pathname}${randomUUID()}` : pathname;
      const content = Buffer.concat([kept.get(location)?.content ?? Buffer.alloc(0), body]);
      const digest = searchParams.get('digest');
      kept.delete(location);
      kept.set(digest ?? location, { content });
      const range = `0-${Math.max(0, content.length - 1)}`;
      const headers = { location, range, 'docker-upload-uuid': path.basename(location) };
      return answer(digest === null ? 202 : 201, headers);
    }
    if (request.method === 'PUT') {
      if (pathname.startsWith('/v2/swaps/')) {
        const other = { ...JSON.parse(body.toString()), annotations: { swapped: 'yes' } };
        const type = request.headers['content-type'] ?? '';
        kept.set(pathname, { type, content: Buffer.from(JSON.stringify(other)) });
      }
      return answer(201, { 'docker-content-digest': digestOf(body) });
    }
    const found = kept.get(pathname) ?? kept.get(path.basename(pathname));
    const unknown = '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}';
    if (found === undefined) return answer(404, { 'content-type': 'application/json' }, unknown);
    const { type = 'application/octet-stream', content } = found;
    const headers = { 'content-type': type, 'docker-content-digest': digestOf(content) };
    // Engines take the size of a layer that is there already from this answer.
    return answer(200, { ...headers, 'content-length': content.length }, content);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { port, close: () => void server.close() };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
