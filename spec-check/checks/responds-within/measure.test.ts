import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verdictOf } from '../../model/verdict.ts';
import { judgeResponses, observeResponses } from './measure.ts';

it('waits where the API limits the rate, as it is told to', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (asked % 20 === 0) response.writeHead(429, { 'retry-after': '1' });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const limit = { path: '/health', op: '<', ms: 300 } as const;
  try {
    const url = `http://127.0.0.1:${port}`;
    const seen = await observeResponses(url, limit, AbortSignal.timeout(30_000));
    expect(verdictOf(judgeResponses(limit, seen, { command: 'x', shownUrl: 'y' })).status).toBe(
      'PASS',
    );
  } finally {
    server.close();
  }
}, 40_000);
