import { testLanguage } from '../tests/test-language.ts';
import { writablePaths } from './check.ts';

testLanguage(writablePaths, {
  accepts: [
    ['Only /tmp and /data may be written to', { only: ['/tmp', '/data'] }],
    ['Only `/data` and `/run` need write access', { only: ['/data', '/run'] }],
    ['Nothing is written outside `/data`', { only: ['/data'] }],
    ['Only `/srv` is persistent and writable', { only: ['/srv'] }],
    ['Writes only to `/data` and `/tmp`', { only: ['/data', '/tmp'] }],
    ['Only `/tmp` is writable', { only: ['/tmp'] }],
  ],
  refuses: [
    'Everything is written outside `/data`',
    '`/etc` is not writable',
    'Does not write to `/etc`',
    'The API writes `/tasks`',
  ],
});
