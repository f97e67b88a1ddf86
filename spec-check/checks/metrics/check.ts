import * as z from 'zod';
import { curl, type Exchange, whenReady } from '../../api-client/exchange.ts';
import { absolutePath, defineCheck } from '../../model/check.ts';
import { counted } from '../../model/format.ts';

export const metrics = defineCheck({
  title: 'Metrics are served',
  proof:
    'GET answers 200, and every line is one of the Prometheus text format, at least one of them a sample.',
  language: {
    with: 'app container ours system it endpoint present reachable answer expose manner now http-word every {status} method call',
    senses: [
      { says: 'metrics {path}', params: { path: '{path}' } },
      { says: 'metrics present|reachable|expose', asks: 'At which path? "Metrics at `/metrics`"' },
    ],
    examples: ['Metrics at `/metrics`', 'Prometheus metrics exposed at /metrics'],
  },
  faults: [
    ['no such path', 'ignores-url', '', /GET \/metrics → 404/],
    ['JSON', 'logs-failures', '', /without metrics in the Prometheus format/],
  ],
  goodShapes: [['observable']],
  params: z.strictObject({ path: absolutePath.default('/metrics').describe('Where') }),
  describe: ({ path }) => `GET ${path} answers 200 with metrics`,
  needs: ['container'],
  run: async ({ path }, { container }, { signal }) => {
    const baseUrl = await container.answers(signal);
    const answer = await whenReady(baseUrl, { path, signal });
    return judgeMetrics(answer, curl(baseUrl, answer));
  },
});

/** `name{label="x"} 1.5 1700000000000`: prometheus.io, "Exposition formats". */
const sample =
  /^[a-zA-Z_:][\w:]*(?:\{\s*(?:(?:\w+\s*=\s*)?"(?:[^"\\]|\\.)*"\s*(?:,\s*|(?=\})))*\})?\s+(?:[-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|Inf)|NaN)(?:\s+-?[\d.]+)?(?:\s+#.*)?$/i;

export function judgeMetrics(
  { path, status, text }: Pick<Exchange, 'path' | 'status' | 'text'>,
  command: string,
) {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const strange = lines.find((line) => !sample.test(line.trim()));
  return {
    holds: status === 200 && lines.length > 0 && strange === undefined,
    evidence: `GET ${path} → ${status} with ${counted(lines.length, 'sample')}`,
    wrong: `GET ${path} → ${status}${status === 200 ? ' without metrics in the Prometheus format' : ''}`,
    actual: `${status}; ${strange ?? lines[0] ?? '(no lines)'}`.slice(0, 300),
    fix: 'Serve metrics there in the Prometheus text format, or correct the path in the spec.',
    command,
  };
}
