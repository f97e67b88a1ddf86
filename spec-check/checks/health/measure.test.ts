import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verdictOf } from '../../model/verdict.ts';
import { judgeHealth } from './judge.ts';
import { observeHealth } from './measure.ts';

it('asks while another client keeps its connection', async () => {
  const server = createServer((_request, response) => response.end('{}'));
  server.maxConnections = 1;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // What listens on TCP has one.
  const { port } = server.address() as AddressInfo;
  const container = { baseUrl: () => `http://127.0.0.1:${port}`, logs: async () => '' };
  const claim = { path: '/health' };
  const observed = () => observeHealth(container, 0, claim, AbortSignal.timeout(9000));
  const byHand = { command: 'docker run api', shownUrl: 'http://localhost:8000' };
  try {
    const verdict = verdictOf(judgeHealth(claim, await observed(), byHand));
    expect(verdict).toMatchObject({
      status: 'FAIL',
      diagnosis: expect.stringContaining('nobody else while that one'),
    });
    server.maxConnections = 10;
    const well = verdictOf(judgeHealth(claim, await observed(), byHand));
    expect(well).toMatchObject({ status: 'PASS' });
    // What breaks later is not seen.
    expect(well.evidence).toMatch(/20 times within seconds/);
  } finally {
    server.close();
  }
});

/** What is said of an API that answers like this. */
async function judged(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const container = { baseUrl: () => `http://127.0.0.1:${port}`, logs: async () => '' };
  const claim = { path: '/health' };
  try {
    const seen = await observeHealth(container, 0, claim, AbortSignal.timeout(9000));
    const byHand = { command: 'docker run api', shownUrl: 'http://localhost:8000' };
    return verdictOf(judgeHealth(claim, seen, byHand));
  } finally {
    server.close();
  }
}

it.each([
  ['PASS', '/health/'],
  ['FAIL', '/login'],
])('%s where it redirects to %s', async (status, location) => {
  const verdict = await judged((request, response) => {
    if (request.url !== '/health') return response.end('{}');
    return response.writeHead(301, { location }).end();
  });
  expect(verdict.status).toBe(status);
});

it.each<[string, RegExp, number, (agent: string) => boolean]>([
  ['is ill every other second', /→ 503/, 503, () => Date.now() % 1600 > 800],
  ['refuses Kubernetes', /answers curl, and not a probe/, 403, (agent) => /kube/.test(agent)],
])('FAIL of an endpoint that %s', async (_title, says, status, isIll) => {
  const verdict = await judged(({ url, headers: { 'user-agent': agent = '' } }, response) => {
    response.writeHead(url === '/health' && isIll(agent) ? status : 200).end('{}');
  });
  expect([verdict.status, JSON.stringify(verdict)]).toEqual(['FAIL', expect.stringMatching(says)]);
});

it.each([
  ['PASS', '1'],
  ['FAIL', '3600'],
])('%s where clients are limited, and may ask again after %s s', async (status, wait) => {
  const until = Date.now() + 1500;
  let asked = 0;
  const verdict = await judged((_request, response) => {
    asked += 1;
    const isLimit = asked > 4 && (wait !== '1' || Date.now() < until);
    response.writeHead(isLimit ? 429 : 200, { 'retry-after': wait }).end('{}');
  });
  expect(verdict.status).toBe(status);
  if (status === 'FAIL') expect(JSON.stringify(verdict)).toMatch(/times, and then refuses/);
});
