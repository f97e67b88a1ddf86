import { testLanguage } from '../tests/test-language.ts';
import { dockerfileInstruction } from './check.ts';

testLanguage(dockerfileInstruction, {
  accepts: [
    [
      'Use `RUN yarn install --immutable`',
      { instruction: 'RUN', contains: ['yarn install --immutable'] },
    ],
    [
      'BuildKit cache mounts used for package managers',
      { instruction: 'RUN', contains: ['--mount=type=cache'] },
    ],
    ['Contains `COPY src /srv/src`', { instruction: 'COPY', contains: ['src /srv/src'] }],
    ['Define `EXPOSE` for documentation', { instruction: 'EXPOSE' }],
    ['ADD must not be used', { instruction: 'ADD', absent: true }],
    ['RUN npm ci --omit=dev is used', { instruction: 'RUN', contains: ['npm ci --omit=dev'] }],
    ['Dockerfile has a USER instruction', { instruction: 'USER' }],
    ['Install dependencies using pip', { instruction: 'RUN', contains: ['pip'], absent: false }],
    [
      'System MUST use uv for dependency management',
      { instruction: 'RUN', contains: ['uv'], absent: false },
    ],
    [
      'Installs Python dependencies from requirements.txt',
      { instruction: 'RUN', contains: ['requirements.txt'], absent: false },
    ],
    ['Use `COPY` instead of `ADD`', { instruction: 'ADD', absent: true }],
    ['The Dockerfile must contain a `USER` instruction', { instruction: 'USER' }],
    ['Install Node deps via `npm ci`', { instruction: 'RUN', contains: ['npm ci'], absent: false }],
    [
      'Dockerfile builds with `npm run build`',
      { instruction: 'RUN', contains: ['npm run build'], absent: false },
    ],
    ['Build stage runs `mvn -q package`', { instruction: 'RUN', contains: ['mvn -q package'] }],
    [
      'Run `npm ci` (not `npm install`) for repeatable builds',
      { instruction: 'RUN', contains: ['npm ci'] },
    ],
    [
      '`pip install --no-cache-dir`',
      { instruction: 'RUN', contains: ['pip install --no-cache-dir'] },
    ],
    [
      'Use `pnpm install` rather than `npm install`',
      { instruction: 'RUN', contains: ['pnpm install'] },
    ],
    [
      'The image installs its dependencies via `poetry install`',
      { instruction: 'RUN', contains: ['poetry install'] },
    ],
    [
      'System MUST run `npm ci` to install dependencies',
      { instruction: 'RUN', contains: 'npm ci' },
    ],
    ['Uses `uv` to install packages', { instruction: 'RUN', contains: 'uv' }],
    [
      'The Dockerfile copies package.json and package-lock.json files',
      { instruction: 'COPY', contains: ['package.json', 'package-lock.json'] },
    ],
  ],
  refuses: [
    'Copies `client/Dockerfile`',
    'Uses `npm ci` (not `npm ci --only=production`)',

    'Copy `.env.example` to `.env`',
    'Copy `logo.png` to `docs/logo.png`',
    'Verify installation: `docker --version`',
    'Install: `curl -fsSL https://x.sh | bash`',
    'Install `kubectl`',
    'Install `pre-commit`',
    'No cache mounts',
    '**Dependencies**: Uses existing `session.Store`, `memory.Store`',
    'Install dependencies from `package.json`',
    'Dockerfile has no USER instruction',
    'No USER instruction sets root',
    'Dependencies are not installed with npm',
    'Installs dependencies from package-lock.json',
    'Use ADD instead of COPY',
    'Use ADD for archives',
    'The Dockerfile has no `USER` instruction',
    'Copy Dockerfile and package.json',
    'Copy `Dockerfile` and `package.json`',
    'Install Node deps via `npm ci` in CI',
    'Dockerfile builds without `npm run build`',
    '`npm run lint` is used instead of `npm test`',

    '`npm test` passes',
    'Use `curl`',
    'Does not run `npm install`',
    'CI runs `npm ci`',
    'Copy the README',
  ],
});
