import { testLanguage } from '../tests/test-language.ts';
import { productionDependenciesOnly } from './check.ts';

testLanguage(productionDependenciesOnly, {
  accepts: [
    ['Dev dependencies stay out of the image', { buildTools: false }],
    ['node_modules contains only production dependencies'],
    ['The final image must not include the .NET SDK or build tools', { buildTools: true }],
    ['Production dependencies only in final image', {}],
    ['Copy only production `node_modules` and compiled JS'],
    ['The production Docker stage must not include any `devDependencies`'],
    ['Development dependencies must be absent', {}],
    ['Sin herramientas de build en imagen final', { buildTools: true }],
    ['No build tools in prod', { buildTools: true }],
    ['Instalar solo dependencias de producción', {}],
    ['npm ci --omit=dev (production deps only)', {}],
    [
      'Dockerfile must include only runtime dependencies in the final image (no build tools)',
      {},
      { buildTools: true },
    ],
    ['No build tools (gcc, make) in the image', { buildTools: true }],
    ['Only production dependencies installed (`--no-dev`)', {}],
    ['No compiler in the final image', { buildTools: true }],
    ['Only production dependencies included'],
    ['Only runtime dependencies in the final image'],
    ['No dev dependencies in the image'],
    ['Installs production dependencies only'],
    ['devDependencies are not installed in the final image'],
    ['Dev dependencies are excluded from the final image'],
  ],
  refuses: [
    'Install missing test dependencies',
    'No SDK for Go',
    'The build stage must not include any `devDependencies`',
    'No build tools in CI',
    'Production dependencies are installed',
    'Dev dependencies included',
    'Only three dependencies',
    'No vulnerable dependencies',
    'Only production secrets included',
  ],
});
