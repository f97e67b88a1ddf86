import { testLanguage } from '../tests/test-language.ts';
import { metrics } from './check.ts';

testLanguage(metrics, {
  accepts: [
    ['Metrics are exported on `/stats`', { path: '/stats' }],
    ['Metrics at `/metrics`', { path: '/metrics' }],
    ['Prometheus metrics exposed at /metrics', { path: '/metrics' }],
    ['Prometheus metrics available (/metrics endpoint)', { path: '/metrics' }],
  ],
  refuses: [
    'No metrics at `/metrics`',
    'Metrics are scraped by Prometheus',
    'Business metrics are exposed',
  ],
});
