import { testLanguage } from '../tests/test-language.ts';
import { dockerignore } from './check.ts';

testLanguage(dockerignore, {
  accepts: [
    [
      '`.dockerignore` excludes dist/, docs/ and coverage/',
      { entries: ['dist/', 'docs/', 'coverage/'] },
    ],
    [
      'A `.dockerignore` that keeps `.git` and any local `.env` out of the build context',
      { entries: ['.git', '.env'] },
    ],
    ['Use .dockerignore to exclude node_modules and .git', { entries: ['node_modules', '.git'] }],
    [
      'Criar `.dockerignore` excluindo `bin/`, `obj/`, `.git/`',
      { entries: ['bin/', 'obj/', '.git/'] },
    ],
    ['A .dockerignore must be present', {}],
    [
      'Create `.dockerignore` to exclude node_modules, .git, __pycache__, and other unnecessary files',
      { entries: ['node_modules', '.git', '__pycache__'] },
    ],
    ['.env is not copied (dockerignore)', { entries: ['.env'] }],
    [
      'A `.dockerignore` excludes `node_modules`, `.git`, and other non-essential paths from the build context',
      { entries: ['node_modules', '.git'] },
    ],
    [
      'A .dockerignore file excludes at minimum node_modules, .git and .env',
      { entries: ['node_modules', '.git', '.env'] },
    ],
    [
      'Build context excludes specified files (no dist, .git in context)',
      { entries: ['dist', '.git'] },
    ],
    ['Exclude the following from the build context: `dist`, `.git`', { entries: ['dist', '.git'] }],
    [
      '`.dockerignore` excludes .git, test-artifacts, and other unnecessary files',
      { entries: ['.git', 'test-artifacts'] },
    ],
    ['`.dockerignore` excludes `.git`, `.env`, and caches', { entries: ['.git', '.env'] }],
    ['`.dockerignore` at the repo root', {}],
    [
      'Write `.dockerignore` (node_modules, .git, .env)',
      { entries: ['node_modules', '.git', '.env'] },
    ],
    ['.dockerignore exists alongside the Dockerfile', {}],
    ['`.dockerignore` excluding `.git` and `.venv`', { entries: ['.git', '.venv'] }],
    ['`.dockerignore` excludes .git, .env, etc.', { entries: ['.git', '.env'] }],
    ['.dockerignore configured', {}],
    ['Use a .dockerignore', {}],
    ['A `.dockerignore` file exists', {}],
    ['.dockerignore present', {}],
    [
      '`.dockerignore` excludes `node_modules`, `.git` and `.env`',
      { entries: ['node_modules', '.git', '.env'] },
    ],
    ['`node_modules` is excluded from the build context', { entries: ['node_modules'] }],
    ['.dockerignore keeps out .git and .env', { entries: ['.git', '.env'] }],
    [
      '.dockerignore prevents copying unnecessary files (node_modules, .git)',
      { entries: ['node_modules', '.git'] },
    ],
    [
      'Create `.dockerignore` with node_modules, .git and tests',
      { entries: ['node_modules', '.git', 'tests'] },
    ],
  ],
  refuses: [
    '`.dockerignore` excludes `.git`, `node_modules`, build output',
    '`.dockerignore` excludes IDE files, `.git` and `node_modules`',
    '`.dockerignore` excludes `.git`, `node_modules` and build output',
    '`.dockerignore` excludes `.git`, `node_modules` and large files',
    '`.dockerignore` excludes `.git`, `node_modules` and IDE files',

    'Do not use .dockerignore to exclude `.env`',
    'The repository includes `Dockerfile` and `.gitignore`',
    'Create `frontend/.dockerignore` to exclude node_modules and build artifacts',
    'The build context does not exclude specified files (`dist`)',
    '`.dockerignore` does not exclude `dist`, which is copied',
    'Do not exclude `dist` from the build context',
    'Do not exclude the following from the build context: `dist`, `.git`',
    '`.dockerignore` excludes .git and build-time files',
    'Use .dockerignore to exclude unnecessary files',
    '`.dockerignore` (not node_modules)',
    '.dockerignore alongside the Dockerfile of the worker',
    'No .dockerignore',
    '`.dockerignore` excludes unneeded files',
    '`.gitignore` excludes `node_modules`',
    '`.dockerignore` does not exclude `src`',
    '`.dockerignore` is documented',
    '.gitignore prevents copying unnecessary files (node_modules, .git)',
    '`.dockerignore` with test files',
    '.dockerignore set up',
  ],
});
