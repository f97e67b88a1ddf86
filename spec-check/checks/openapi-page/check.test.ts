import { judgedStatus } from '../tests/run-check.ts';
import { judgePage } from './check.ts';

const page = (status: number, text: string) => ({ path: '/docs', status, text });

it.each([
  ['PASS', '/openapi.json', undefined],
  ['FAIL', undefined, undefined],
  ['PASS', '/openapi.json', page(200, '<div id="swagger-ui">')],
  ['FAIL', undefined, page(200, '<div id="swagger-ui">')],
  ['FAIL', '/openapi.json', page(200, 'We love OpenAPI')],
  ['FAIL', '/openapi.json', page(404, 'swagger-ui')],
  ['PASS', undefined, page(200, '{"openapi":"3.1.0","paths":{}}')],
] as const)('documentation: %s %j %j', (status, at, asked) => {
  expect(judgedStatus(() => judgePage(at, asked, 'http://x'))).toBe(status);
});
