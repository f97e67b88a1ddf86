import * as z from 'zod';
import { documentPaths, parseDocument } from '../../api-client/document.ts';
import type { Exchange } from '../../api-client/exchange.ts';
import { absolutePath, defineCheck } from '../../model/check.ts';

export const openapiPage = defineCheck({
  title: 'The API describes itself',
  proof:
    'GET answers 200 with an OpenAPI document that has paths; or at the path that is named, with a page that shows one, and the document is served too.',
  language: {
    with: 'show app container ours system it endpoint manner now every method locally listen',
    senses: [
      { says: 'openapi-page present|reachable|{path}|work|answer', params: { path: '{path}' } },
    ],
    examples: ['Swagger UI is available', 'OpenAPI documentation reachable', 'API docs at `/docs`'],
  },
  faults: [
    ['no document', 'never-recovers', '', /No OpenAPI document is served/],
    ['no such page', 'ignores-url', 'path=/docs', /GET \/docs → 404/],
  ],
  goodShapes: [['observable'], ['observable', 'path=/docs'], ['observable', 'path=/openapi.json']],
  params: z.strictObject({
    path: absolutePath.optional().describe('Of document or page; the usual places if left out'),
  }),
  describe: ({ path }) => `an OpenAPI document is served${path === undefined ? '' : ` at ${path}`}`,
  needs: ['container', 'image'],
  run: async ({ path }, { container, image }, { signal }) => {
    const { ask } = await import('../../api-client/ask.ts');
    const { readApi } = await import('../../api-client/discover.ts');
    const base = await container.answers(signal);
    const api = await readApi(base, { ...image.api, page: path?.replace(/\/+$/, '') }, signal);
    // Pages of documentation often redirect once: /docs → /docs/.
    const asked =
      path === undefined ? undefined : await ask({ baseUrl: base, api, signal }, { path });
    return judgePage(api.at, asked, base);
  },
});

/** `at` is where a document was found, `asked` the answer of the path that is named. */
export function judgePage(
  at: string | undefined,
  asked: Pick<Exchange, 'path' | 'status' | 'text'> | undefined,
  base: string,
) {
  const text = asked?.status === 200 ? asked.text : '';
  const isDocument = parseDocument(text) !== undefined;
  // A page of another kind may name the word; what draws a document loads one of these.
  const isPage =
    at !== undefined && /swagger-ui|redoc|rapidoc|scalar|stoplight|elements-api/i.test(text);
  const where = asked?.path ?? at ?? '/openapi.json';
  return {
    holds: asked === undefined ? at !== undefined : isDocument || isPage,
    evidence: `GET ${where} → 200, ${isPage ? `a page that shows ${at}` : 'an OpenAPI document'}`,
    wrong:
      asked === undefined
        ? 'No OpenAPI document is served in the usual places'
        : `GET ${where} → ${asked.status}, no OpenAPI document and no page that shows one`,
    actual: asked?.text.slice(0, 200) || `none at ${documentPaths.slice(0, 5).join(', ')}, …`,
    fix: 'Serve the document, at /openapi.json for example, or name the path in the spec.',
    command: `curl -i ${base}${where}`,
  };
}
