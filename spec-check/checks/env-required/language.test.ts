import { testLanguage } from '../tests/test-language.ts';
import { envRequired } from './check.ts';

testLanguage(envRequired, {
  accepts: [
    ['API_KEY is read from the environment, not from the image', { variable: 'API_KEY' }],
    [
      'If DATABASE_URL is not set, the server must throw an error on startup rather than failing silently',
      { variable: 'DATABASE_URL' },
    ],
    ['The service throws an error when API_TOKEN is missing', { variable: 'API_TOKEN' }],
    ['Startup fails with exit code 1 if API_TOKEN is missing', { variable: 'API_TOKEN' }],
    [
      'Starting the container without API_TOKEN fails with a readable message',
      { variable: 'API_TOKEN' },
    ],
    [
      'Settings validation fails fast if DATABASE_URL is missing or empty',
      { variable: 'DATABASE_URL' },
    ],
    [
      'WHEN `A_URL`, `B_KEY`, or `C_KEY` is missing, THEN startup SHALL fail with a message naming the missing variable',
      { variable: 'A_URL' },
      { variable: 'B_KEY' },
      { variable: 'C_KEY' },
    ],
    [
      'When the container is started without required variables such as `API_KEY`, then it exits with an error',
      { variable: 'API_KEY' },
    ],
    ['Does not start without `API_KEY`', { variable: 'API_KEY' }],
    ['The container does not start when DATABASE_URL is unset', { variable: 'DATABASE_URL' }],
    ['Missing DATABASE_URL causes an immediate exit', { variable: 'DATABASE_URL' }],
    ['DB_PASSWORD comes only from the environment', { variable: 'DB_PASSWORD' }],
    ['`API_TOKEN` only via environment variables', { variable: 'API_TOKEN' }],
    ['Missing `DATABASE_URL` makes the container exit non-zero', { variable: 'DATABASE_URL' }],
    ['`HF_TOKEN` is mandatory (no default)', { variable: 'HF_TOKEN' }],
    ['`QUEUE_URL` via environment variable', { variable: 'QUEUE_URL' }],
    ['**DATABASE_URL**: Environment variable (not hardcoded)', { variable: 'DATABASE_URL' }],
    ['DATABASE_URL is required', { variable: 'DATABASE_URL' }],
    ['The container refuses to start without `DATABASE_URL`', { variable: 'DATABASE_URL' }],
    ['`API_KEY` is read from the environment', { variable: 'API_KEY' }],
    ['If `API_KEY` is missing, the container exits with a clear error', { variable: 'API_KEY' }],
    ['Fails fast when `DATABASE_URL` is not set', { variable: 'DATABASE_URL' }],
    ['`DATABASE_URL` must be set, otherwise the container exits', { variable: 'DATABASE_URL' }],
  ],
  refuses: [
    'The container exits with code 1',
    'When the container is started without `API_KEY`, then the container starts',
    'The container does not start when the database is down',
    'Only `API_TOKEN` via environment',
    'Missing `DATABASE_URL` does not make the container exit',
    '`HF_TOKEN` is not mandatory, no default',
    '`LOG_LEVEL` via environment variable',
    'The container does not fail to start without DATABASE_URL',
    'The container starts without DATABASE_URL',
    '`LOG_LEVEL` is configurable',
    'DATABASE_URL is not required',
    'DATABASE_URL is printed at startup',
    'Container exits when DATABASE_URL is set',
  ],
});
