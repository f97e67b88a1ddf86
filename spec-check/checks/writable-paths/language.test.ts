import { testLanguage } from '../tests/test-language.ts';
import { writablePaths } from './check.ts';

testLanguage(writablePaths, {
  accepts: [
    ['`/cache` is the only place it can write to', { only: ['/cache'] }],
    ['Nothing but `/cache` is writable', { only: ['/cache'] }],
    ['Nothing is writable except `/cache`', { only: ['/cache'] }],
    ['Only /tmp and /data may be written to', { only: ['/tmp', '/data'] }],
    ['Only `/data` and `/run` need write access', { only: ['/data', '/run'] }],
    ['Nothing is written outside `/data`', { only: ['/data'] }],
    ['Only `/srv` is persistent and writable', { only: ['/srv'] }],
    ['Writes only to `/data` and `/tmp`', { only: ['/data', '/tmp'] }],
    ['Only `/tmp` is writable', { only: ['/tmp'] }],
  ],
  refuses: [
    'Nothing is writable except for `/cache` and logs',
    'Everything is written outside `/data`',
    '`/etc` is not writable',
    'Does not write to `/etc`',
    'The API writes `/tasks`',
  ],
});
