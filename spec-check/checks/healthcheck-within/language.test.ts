import { testLanguage } from '../tests/test-language.ts';
import { healthcheckWithin } from './check.ts';

testLanguage(healthcheckWithin, {
  accepts: [
    ['Time to healthy: under 30 seconds', { op: '<', ms: 30_000 }],
    ['Container becomes healthy no later than 30 seconds after start', { op: '<=', ms: 30_000 }],
    ['`docker ps` shows "healthy" within 45 seconds', { op: '<=', ms: 45_000 }],
    ['Becomes healthy within 20 seconds', { op: '<=', ms: 20_000 }],
    ['Health check passes within 15 seconds of container start', { op: '<=', ms: 15_000 }],
    ['Health check passes within 40 seconds of startup', { op: '<=', ms: 40_000 }],
    ['Health check passes within 30 seconds', { op: '<=', ms: 30_000 }],
    ['Container becomes healthy within 1 minute', { op: '<=', ms: 60_000 }],
  ],
  refuses: [
    '`docker ps` shows "unhealthy" within 45 seconds',
    'Does not become healthy within 20 seconds',
    'The database becomes healthy within 20 seconds',
    'Health check runs every 30 seconds',
    'Container is healthy after 30 seconds',
    'Health check does not pass within 30 seconds',
    'Health check times out after 5 s',
  ],
});
