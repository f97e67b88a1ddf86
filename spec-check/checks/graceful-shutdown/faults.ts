import type { Fault } from '../../model/fault.ts';

export const faults: readonly Fault[] = [
  {
    name: 'it exits with 143',
    image: 'hides what is deleted and needs what only the first machine has',
    promise: 'On SIGTERM the container exits with code 0',
    says: /Exits with 143/,
  },
  {
    name: 'it ignores SIGTERM',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: 'The container stops gracefully on SIGTERM within 2 seconds',
    says: /Still running 2.0 s after SIGTERM, and serves on[\s\S]*no handler for SIGTERM/,
  },
  {
    name: 'requests in flight are dropped',
    image: 'drops requests when it stops and logs to a file',
    promise: 'Shuts down gracefully on SIGTERM',
    says: /\d+ of \d+ requests begun before SIGTERM are lost: POST \/tasks → no answer[\s\S]*process exits/,
  },
  {
    name: 'PID 1 is a shell',
    image: 'starts its program from a shell',
    promise: 'Handles SIGTERM within 2 seconds',
    says: /PID 1 is a shell \(\/bin\/sh -c node server\.mjs && true\)/,
  },
  {
    name: 'requests of some seconds are cut',
    image: 'stops within two seconds, and answers for its health four times',
    promise: 'Shuts down gracefully on SIGTERM',
    says: /begun before SIGTERM (?:is|are) lost: POST \/tasks → no answer/,
  },
  {
    name: 'what was created is lost',
    image: 'answers before it writes, and speaks of its health to programs alone',
    promise: 'Shuts down gracefully on SIGTERM',
    says: /items that the API said it had created .* are not in public\.todo/,
  },
  {
    name: 'requests in flight are refused',
    image: 'refuses what it has begun with',
    promise: 'Shuts down gracefully on SIGTERM',
    says: /lost: POST \/tasks → 429[\s\S]*because it stops/,
  },
];
