import { testLanguage } from '../tests/test-language.ts';
import { readOnly } from './check.ts';

testLanguage(readOnly, {
  accepts: [
    ['Non-root user plus a read-only file system', {}],
    ['`docker inspect` shows `"ReadonlyRootfs": true`', {}],
    ['The root filesystem is not writable', {}],
    ['Filesystem somente leitura', {}],
    ['Runs with a read-only root filesystem', {}],
    ['Container works with `--read-only`', {}],
    ['The root filesystem can be mounted read-only', {}],
    ['Read-only root filesystem', {}],
    ['Supports a read-only file system it', {}],
    ['The container filesystem is read-only', {}],
    ['The API does not write to its own file system it', {}],
  ],
  refuses: [
    '`docker inspect` shows `"ReadonlyRootfs": false`',
    'Read-only root filesystem (in secure mode)',
    'Read-only filesystem ensuring writes fail',
    'Runs with a read-only root filesystem (using docker run --read-only --tmpfs /tmp)',
    'Runs with a writable filesystem',
    'Does not run with a read-only filesystem',
    'Runs with a read-only filesystem except /tmp',
    'The database is read-only',
    'The API is read-only',
    'Runs with a read-only database user',
    'Config files are mounted read-only',
  ],
});
