import * as z from 'zod';
import { whenReady } from '../../api-client/exchange.ts';
import { defineCheck, readableBlock } from '../../model/check.ts';
import { judgeHttp, readHttpBlock, sendHttpBlock } from './measure.ts';

export const http = defineCheck({
  title: 'A request gets the answer written out below the item',
  proof: `Written as POST /tasks, headers, an empty line, a body, and below it HTTP 422. The request is sent through the published port, and after the login where a header says \${token}; status, headers and the members of the body as the block says, redirects not followed.`,
  faults: [
    [
      'nothing is validated',
      'accepts-anything',
      'A task without a title is refused ```POST /tasks\nContent-Type: application/json\n\n{}\n\nHTTP 422',
      /POST \/tasks → 201/,
    ],
    [
      'the body is another',
      'accepts-anything',
      'Health says how it is ```GET /health\n\nHTTP 200\n\n{"status":"healthy"}',
      /GET \/health → 200 \{"status":"ok"\}/,
    ],
  ],
  params: z.strictObject({ source: readableBlock(readHttpBlock).describe('The block below it') }),
  describe: ({ source }) => {
    const { method, path, status } = readHttpBlock(source);
    return `${method} ${path} answers ${status}, as written out`;
  },
  needs: ['image', 'container'],
  run: async ({ source }, { image, container }, { signal }) => {
    const block = readHttpBlock(source);
    const baseUrl = await container.answers(signal);
    // The API may still be connecting to its database.
    await whenReady(baseUrl, { path: '/', signal });
    const answer = await sendHttpBlock(baseUrl, block, image.api.login, signal);
    return judgeHttp(block, answer, container);
  },
});
