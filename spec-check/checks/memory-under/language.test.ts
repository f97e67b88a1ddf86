import { testLanguage } from '../tests/test-language.ts';
import { memoryUnder } from './check.ts';

testLanguage(memoryUnder, {
  accepts: [
    ['<512MB memory baseline', { op: '<', bytes: 512_000_000 }],
    ['Memory usage under load stays below 256MB', { op: '<', bytes: 256_000_000 }],
    ['Uses less than 9 MB memory during normal operation', { op: '<', bytes: 9_000_000 }],
    ['RSS stays below 150 MiB after boot', { op: '<', bytes: 157_286_400 }],
    ['Peak RSS under 128Mi', { op: '<', bytes: 134_217_728 }],
    ['Memory usage stays under 256 MB', { op: '<', bytes: 256_000_000 }],
    ['The container uses less than 200 MB of memory', { op: '<', bytes: 200_000_000 }],
    ['RAM usage at most 128 MiB', { op: '<=', bytes: 134_217_728 }],
    ['Memory footprint below 100MB', { op: '<', bytes: 100_000_000 }],
    ['The app consumes up to 300 MB of RAM', { op: '<=', bytes: 300_000_000 }],
  ],
  refuses: [
    'When building the image, memory stays under 2 GB',
    'RSS stays below 150 MiB after boot of the worker',
    'Memory under 512MB for the build',
    'The container never uses more than 200 MB of memory under load',
    'Requires at least 512 MB of memory',
    'Memory limit is 256 MB',
    'Memory usage under 256 MB at idle',
    'Average memory usage under 256 MB',
    'Database memory under 200 MB',
    'Shared memory under 64 MB',
    'Memory usage grows by less than 10 MB per hour',
  ],
});
