import { probePath } from './probe-path.ts';

describe('the path of a health endpoint that nobody named', () => {
  const probing = (...Test: string[]) => ({
    ...{ Test, Interval: 0, Timeout: 0, StartPeriod: 0, Retries: 3 },
  });

  it.each([
    ['CMD-SHELL', 'curl -f http://localhost:8000/healthz || exit 1'],
    ['CMD-SHELL', 'wget -qO- "http://127.0.0.1:${PORT:-8000}/healthz" | grep ok'],
    ['CMD', 'curl', '-f', 'http://localhost/healthz'],
    ['CMD', 'node', '-e', "fetch('http://localhost:8000/healthz').then(r => process.exit(0))"],
  ])('is the one that HEALTHCHECK asks: %s %s', (...test) => {
    expect(probePath(probing(...test), ['/health', '/items'])).toEqual({
      path: '/healthz',
      from: '; /healthz is what its HEALTHCHECK asks',
    });
  });

  it('is the one of the OpenAPI document where HEALTHCHECK shows none', () => {
    expect(probePath(probing('CMD', '/app/probe'), ['/items', '/api/health', '/ready'])).toEqual({
      path: '/api/health',
      from: '; /api/health is what its OpenAPI document calls so',
    });
  });

  it.each([
    ['two', undefined, ['/health', '/healthz'], /names \/health and \/healthz/],
    ['none', undefined, ['/items'], /Neither HEALTHCHECK nor an OpenAPI document/],
    ['two probes', probing('CMD-SHELL', 'curl http://a/live && curl http://a/status'), [], /and/],
    ['a variable', probing('CMD-SHELL', 'curl http://localhost/$HEALTH_PATH'), [], /Which/],
  ])('stays open with %s', (_, healthcheck, documented, says) => {
    expect(() => probePath(healthcheck, documented)).toThrow(says);
  });
});
