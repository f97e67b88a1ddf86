import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Express, RequestHandler } from 'express';
import { addGet } from './allow.ts';
import { docsFiles } from './docs-files.ts';
import { protectPage } from './security.ts';

/** `GET /docs`: Swagger UI on the OpenAPI document, a page on which one tries requests. It asks nothing of any other host. */
export function addDocs(app: Express): void {
  addGet(app, '/docs', protectPage, (_request, response) => response.type('html').send(page));
  addGet(app, '/docs/start.js', (_request, response) => response.type('js').send(start));
  for (const name of Object.keys(docsFiles)) addGet(app, `/docs/${name}`, sendPacked(name));
}

/** Relative addresses, for where a proxy puts a path in front. */
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Task API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<script src="docs/swagger-ui.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#docs', deepLinking: true });
`;

/** As it is stored, which is smallest; unpacked where Brotli is not taken: browsers take it over HTTPS alone. */
function sendPacked(name: string): RequestHandler {
  return async (request, response) => {
    response
      .set({ 'cache-control': 'max-age=3600', vary: 'accept-encoding' })
      .type(path.extname(name));
    const packed = await packedFile(name);
    if (request.acceptsEncodings('br')) {
      response.set('content-encoding', 'br').send(packed);
    } else {
      const { brotliDecompressSync } = await import('node:zlib');
      response.send(brotliDecompressSync(packed));
    }
  };
}

/** In the image beside the bundle; in the source tree from the package. */
async function packedFile(name: string): Promise<Buffer> {
  const stored = path.join(import.meta.dirname, 'docs', `${name}.br`);
  if (existsSync(stored)) return readFileSync(stored);
  const { brotliCompressSync, constants } = await import('node:zlib');
  const packages = path.join(import.meta.dirname, '../../node_modules/swagger-ui-dist');
  return brotliCompressSync(readFileSync(path.join(packages, docsFiles[name] ?? '')), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 3 },
  });
}
