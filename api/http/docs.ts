import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Express, RequestHandler } from 'express';
import { addGet } from './allow.ts';
import { protectPage } from './security.ts';

/** The files of Swagger UI that are served, with their names in the package. */
export const docsFiles: Readonly<Record<string, string>> = {
  'swagger-ui.js': 'swagger-ui-bundle.js',
  'swagger-ui.css': 'swagger-ui.css',
};

/** `GET /docs`: Swagger UI on the OpenAPI document, a page on which one tries requests. It asks nothing of any other host. */
export function addDocs(app: Express): void {
  addGet(app, '/docs', protectPage, (_request, response) => response.type('html').send(page));
  addGet(app, '/docs/start.js', (_request, response) => response.type('js').send(start));
  for (const name of Object.keys(docsFiles)) addGet(app, `/docs/${name}`, sendPacked(name));
}

/** Its addresses are relative, because a proxy may put a path in front. */
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

/** Sends a file as it is stored, or unpacked where Brotli is not accepted: browsers accept it only over HTTPS. */
function sendPacked(name: string): RequestHandler {
  // Kept, so that clients that read slowly share one copy.
  let packed: Buffer | undefined;
  let plain: Buffer | undefined;
  return (request, response) => {
    const taken = request.acceptsEncodings('br');
    packed ??= packedFile(name);
    if (!taken) plain ??= brotliDecompressSync(packed);
    response
      .set({ 'cache-control': 'max-age=3600', vary: 'accept-encoding' })
      .set(taken ? { 'content-encoding': 'br' } : {})
      .type(path.extname(name))
      .send(taken ? packed : plain);
  };
}

/** In the image beside the bundle; in the source tree from the package. */
function packedFile(name: string): Buffer {
  const stored = path.join(import.meta.dirname, 'docs', `${name}.br`);
  if (existsSync(stored)) return readFileSync(stored);
  const packages = path.join(import.meta.dirname, '../../node_modules/swagger-ui-dist');
  return brotliCompressSync(readFileSync(path.join(packages, docsFiles[name] ?? '')), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 3 },
  });
}
