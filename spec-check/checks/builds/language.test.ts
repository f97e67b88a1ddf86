import { testLanguage } from '../tests/test-language.ts';
import { builds } from './check.ts';

testLanguage(builds, {
  accepts: [
    ['Docker build success', {}],
    [
      'Given I have Docker installed, when I run `docker build -t notes .`, then the image builds successfully',
      {},
    ],
    ['An image is created successfully', {}],
    ['La imagen se construye sin errores', {}],
    ['Container builds successfully without errors', {}],
    ['`docker build` succeeds', {}],
    ['The image can be built from the Dockerfile', {}],
    ['Docker image build passes', {}],
    ['Dockerfile builds without errors', {}],
    ['Build the Docker image', {}],
    ['`docker build .` works from the project root', {}],
    ['Docker build completes with exit code 0', {}],
    ['Given a fresh clone, when I run `docker build .`, then an image is produced', {}],
    ['The image builds from a clean checkout', {}],
    ['Image can be built with a single command', {}],
    ['Run `docker build .` and confirm it succeeds', {}],
    ['`docker build -f Dockerfile.api -t api .` succeeds', { dockerfile: 'Dockerfile.api' }],
    ['Build completes without errors', {}],
    ['`docker build .` runs without errors', {}],
    ['Docker build does not fail', {}],
    ['The image is buildable', {}],
  ],
  refuses: [
    "Users' images are created without errors",

    'A task is created successfully',

    'Container builds on arm64',
    'Container builds without network',
    'Container does not build',
    'The application builds',
    'CI builds the image on every merge',
    'The builder image builds',
    'The frontend builds successfully',
    'Docker image build fails',
    'Image builds with warnings',
    'Run `docker compose build` and confirm it succeeds',
    'CI build process completes successfully',
    'Docker images build without warnings',
    'The frontend build completes without errors',
    'Build of the documentation completes',
    'Docker build fails without errors',
    'Build finishes tomorrow',
    'The build passes review',
  ],
});
