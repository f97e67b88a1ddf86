import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'app container ours system it endpoint present reachable answer expose manner now http-word every {status} method';

export const language: CheckLanguage = {
  topics: ['metrics', 'monitoring', 'observability metrics'],
  senses: [
    {
      says: 'metrics {path}',
      with: around,
      params: (values: Values) => ({ path: values.one('path') }),
    },
    {
      says: 'metrics present|reachable|expose',
      with: around,
      asks: 'At which path? Say it: "Metrics at `/metrics`"',
    },
  ],
  examples: [
    'Metrics at `/metrics`',
    'Prometheus metrics exposed at /metrics',
    'Prometheus metrics available (/metrics endpoint)',
  ],
};
