import { testLanguage } from '../tests/test-language.ts';
import { fileInImage } from './check.ts';

testLanguage(fileInImage, {
  accepts: [
    ['No source maps in the production image', { path: '**/*.map', absent: true }],
    ['No `*.ts` files in the final image', { path: '**/*.ts', absent: true }],
    ['No source files (.ts) in the final image', { path: '**/*.ts', absent: true }],
    ['The image has no `.env*` files', { path: '**/.env*', absent: true }],
    ['The image has no `.idea/` folder', { path: '**/.idea/', absent: true }],
    ['Copies the built `out/` folder to `/srv/out`', { path: '/srv/out' }],
    ['The image does not contain the file `/app/.env`', { path: '/app/.env', absent: true }],
    ['No `.env` file in the image', { path: '**/.env', absent: true }],
    ['The image contains the file `/app/server.js`', { path: '/app/server.js' }],
    ['The folder `/srv/data` exists in the container', { path: '/srv/data' }],
    ['Copies the source code to `/srv`', { path: '/srv' }],
    ['`/app/dist` exists in the image', { path: '/app/dist' }],
  ],
  refuses: [
    "Don't commit build artifacts (`dist/`, `node_modules/`)",
    'No `torch` in the image',
    'No `src/*.ts` files in the image',
    'Docker image is not published to ghcr.io/acme/gateway',
    'The file `/app/x` is writable',
    'The database contains the file `/x`',
  ],
});
