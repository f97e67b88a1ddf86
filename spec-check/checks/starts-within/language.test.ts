import { testLanguage } from '../tests/test-language.ts';
import { startsWithin } from './check.ts';

testLanguage(startsWithin, {
  accepts: [
    [
      'Container starts in under 8 seconds (validated through startup timing tests)',
      { op: '<', ms: 8000 },
    ],
    [
      'The container starts in under 7 seconds after the image pull is complete',
      { op: '<', ms: 7000 },
    ],
    ['The API starts within 3 seconds on a developer laptop', { op: '<=', ms: 3000 }],
    ['Container starts within a 60-second timeout', { op: '<=', ms: 60000 }],
    ['First request is answered less than 3 s after container start', { op: '<', ms: 3000 }],
    ['Fast startup (< 10s)', { op: '<', ms: 10_000 }],
    ['Startup time: 3-5 seconds (< 10s requirement)', { op: '<', ms: 10_000 }],
    [
      'Time from `docker run` to first successful response is below 3 seconds',
      { op: '<', ms: 3000 },
    ],
    ['Container is up and running within 10 seconds', { op: '<=', ms: 10_000 }],
    [
      'Starts and serves traffic within 9 seconds of the docker run command',
      { op: '<=', ms: 9000 },
    ],
    [
      'Begins serving HTTP requests within 10 seconds of container initialization',
      { op: '<=', ms: 10_000 },
    ],
    ['Der Container startet innerhalb von 5 Sekunden', { op: '<=', ms: 5000 }],
    ['`/live` answers 200 within 20 s of `docker run`', { op: '<=', ms: 20_000 }],
    ['Answers on port 3000 within 20 seconds of container start', { op: '<=', ms: 20_000 }],
    ['Container starts within 5 seconds', { op: '<=', ms: 5000 }],
    ['Startup time under 2 s', { op: '<', ms: 2000 }],
    ['The API answers within 3 seconds of starting', { op: '<=', ms: 3000 }],
    ['Starts in less than 10 seconds', { op: '<', ms: 10_000 }],
    ['Cold start is below 1500 ms', { op: '<', ms: 1500 }],
    ['Maximum startup time: 5 s', { op: '<=', ms: 5000 }],
    ['The container boots in 4 seconds or less', { op: '<=', ms: 4000 }],
    ['API becomes available within 10 seconds of container start', { op: '<=', ms: 10_000 }],
  ],
  refuses: [
    'Image starts loading within 2 seconds',
    'Health check at `/up` returns 200 within 6 seconds',
    'Container starts in under 8 seconds (validated with staging images only)',

    'The API answers 5 s after start',
    'Time between two requests is below 3 seconds',
    'Compose stack starts within 30 seconds',
    'Database initialization takes under 10 seconds',
    'Der Worker-Container startet innerhalb von 5 Sekunden',
    'Container starts within 10 seconds for the load balancer',
    'Health check passes within 15 seconds of container start',
    'Port 3000 answers within 50 ms',
    'Container starts after at least 5 seconds',
    'Container restarts within 5 seconds',
    'Container does not start within 5 seconds',
    'Database starts within 5 seconds',
    'Container starts within 5 seconds on average',
    'p95 of the startup time under 2 seconds',
    'Pod startup time under 45 seconds to Ready state',
    '100 containers start within 5 seconds',
  ],
});
