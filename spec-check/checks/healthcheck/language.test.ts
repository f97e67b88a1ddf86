import { testLanguage } from '../tests/test-language.ts';
import { healthcheck } from './check.ts';

testLanguage(healthcheck, {
  accepts: [
    ['The image declares a HEALTHCHECK', {}],
    ['Health check: Built-in endpoint for orchestrator monitoring', { endpoint: true }],
    ['Container becomes healthy', {}],
    ['HEALTHCHECK instruction in the Dockerfile', {}],
    ['Health check configured', {}],
    ['Health checks pass', {}],
    ['Docker health check works', {}],
    ['Includes a health check for container orchestration', {}],
    ['`docker ps` shows the container as healthy', {}],
    ['Add a HEALTHCHECK', {}],
    ['Container is reported unhealthy when the API hangs', {}],
    ['HEALTHCHECK status turns healthy', {}],
    ['Container is healthy', {}],
    ['The health check reaches `healthy`', {}],
    ['`/health` returns 200, container reports healthy, runs as `nobody`', {}],
  ],
  refuses: [
    'No HEALTHCHECK',
    'Health check is optional',
    'Database health check passes',
    'Health checks pass in production cluster',
    'Health check interval is 30 seconds',
    'Health check fails',
    'Three failed health checks restart the container',
    'Health check passes except at startup',
    'Health check reaches the database',
  ],
});
