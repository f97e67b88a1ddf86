import { testLanguage } from '../tests/test-language.ts';
import { layerOrder } from './check.ts';

testLanguage(layerOrder, {
  accepts: [
    ['Layer ordering: most stable layers first, most frequently changing layers last'],
    ['Changing a source file does not invalidate the npm ci layer'],
    ['Code changes do not rebuild dependency layers'],
    ['Uses Docker layer caching'],
    ['Docker build cache optimized for dependencies'],
    ['Layers must be ordered for cache efficiency'],
    ['Dependency layer is cached between builds'],
    ['Copy requirements.txt first for better layer caching', {}],
    ['COPY package*.json happens before COPY . .', {}],
    ['Editing a source file does not bust the dependency layer', {}],
    ['Code changes reuse the dependency layer', {}],
    ['Manifests copied before the source (better caching)', {}],
    ['Order instructions by change frequency', {}],
    ['Layer order (dependencies before source)'],
    ['Layers ordered for caching'],
    ['Dependencies are installed before the source code is copied'],
    ['Installs dependencies in a separate layer from the application code'],
    ['`package.json` is copied before the source code'],
    ['Dockerfile instructions are ordered to leverage the build cache'],
    ['Layer caching optimized (dependencies first)'],
  ],
  refuses: [
    'Dependency layers are rebuilt with every change',
    'Copy server.js first',
    '`COPY . .` runs before `npm ci`',
    'Source is copied before dependencies are installed',
    '`COPY . .` comes before `COPY package*.json`',
    'Editing a source file busts the dependency layer',
    'The dependency layer is reused',

    'Layers are not ordered',
    'Layer count under 10',
    'Layers are ordered for caching, source first',
    'Layer order: source code, then dependencies',
    'Layer caching is working',
    'Source code is copied',
    'Dependency layer is not cached separately from the source code',
  ],
});
