import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'metric, monitoring, observability metric',
  with: 'app container ours system it endpoint present reachable answer expose manner now http-word every {status} method',
  senses: [
    { says: 'metrics {path}', params: { path: '{path}' } },
    {
      says: 'metrics present|reachable|expose',
      asks: 'At which path? Say it: "Metrics at `/metrics`"',
    },
  ],
  examples: [
    'Metrics at `/metrics`',
    'Prometheus metrics exposed at /metrics',
    'Prometheus metrics available (/metrics endpoint)',
  ],
};
