import { judgedStatus } from '../tests/run-check.ts';
import { judgeMetrics } from './check.ts';

it.each([
  ['PASS', 200, '# HELP a b\na 1\nb{x="1 }"} 2.5e-3 1700000000\nc NaN\nd +Inf\n'],
  ['PASS', 200, 'a{} 1\nb{x="a\\"b", y="{",} 2\nc{path = "/x"} 3\n'],
  ['FAIL', 200, 'a{path="/tasks} 1\n'],
  ['FAIL', 200, 'a{path=/tasks} 1\n'],
  ['FAIL', 200, '{"a":1}'],
  ['FAIL', 200, '<html>\n</html>'],
  ['FAIL', 200, '# TYPE a counter\n'],
  ['FAIL', 404, 'a 1\n'],
] as const)('metrics: %s %i %j', (status, code, text) => {
  expect(judgedStatus(() => judgeMetrics({ path: '/metrics', status: code, text }, 'x'))).toBe(
    status,
  );
});
