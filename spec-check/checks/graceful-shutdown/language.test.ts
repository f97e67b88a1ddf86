import { testLanguage } from '../tests/test-language.ts';
import { gracefulShutdown } from './check.ts';

testLanguage(gracefulShutdown, {
  accepts: [
    ['Shutdown completes within 12 s', { withinMs: 12_000 }],
    ['`docker kill -s TERM shop` → clean exit', {}],
    ['Shuts down cleanly upon receiving SIGTERM', {}],
    ['On SIGTERM the process exits with code 0 within 5s', { withinMs: 5000, exitCode: 0 }],
    ['SIGTERM drains and exits 0', { withinMs: 10_000, exitCode: 0 }],
    ['Shuts down gracefully on SIGTERM', { withinMs: 10_000 }],
    ['The container handles SIGTERM gracefully within 10 seconds', { withinMs: 10_000 }],
    ['In-flight requests finish before the container stops', { withinMs: 10_000 }],
    ['Graceful shutdown', { withinMs: 10_000 }],
    ['On SIGTERM the container exits with code 0', { withinMs: 10_000, exitCode: 0 }],
    ['Graceful shutdown handling implemented', { withinMs: 10_000 }],
    ['Handles SIGTERM', { withinMs: 10_000 }],
    ['Graceful shutdown completes within 15s', { withinMs: 15_000 }],
    ['On SIGTERM the container exits cleanly', { withinMs: 10_000 }],
    ['SIGTERM handler works', { withinMs: 10_000 }],
    ['When the container is stopped, in-flight requests are completed', { withinMs: 10_000 }],
    ['Supports graceful shutdown', { withinMs: 10_000 }],
    ['Graceful shutdown working (`SIGTERM` finishes rather than drops in-flight requests)', {}],
    [
      'Given a running container, When I send SIGTERM, Then it stops within 3 s',
      { withinMs: 3000 },
    ],
  ],
  refuses: [
    '`docker kill -s KILL shop` stops the container cleanly',

    'The SIGTERM handler exits immediately',
    'Shuts down gracefully after 5 seconds',
    'Does not shut down gracefully',
    'Stops within 10 seconds',
    'Exits cleanly',
    'Shuts down gracefully on SIGKILL',
    'Background jobs finish before the container stops',
    'Database shuts down gracefully',
    'Ignores SIGTERM',
    'Shuts down gracefully on SIGTERM and SIGINT',
    'Shuts down gracefully on SIGINT',
    'Graceful shutdown rather than SIGKILL',
    'Graceful shutdown funciona only on Linux',
    'Given a running container, When SIGTERM is sent to the worker, Then it exits gracefully',
    'Given a running container, When I send SIGKILL, Then it stops within 3 s',
  ],
});
