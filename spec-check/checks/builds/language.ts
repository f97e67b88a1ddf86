import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['build', 'docker build', 'image build', 'container build', 'building'],
  senses: [
    {
      says: 'build image|container|docker|dockerfile|docker-build',
      with: '@manner work succeed locally actor command clone project-root docker-build used ours file one-command present',
      given:
        'actor run build command docker-build clone image file change require target project-root registry',
      params: of,
    },
    {
      says: 'build answer|resource_create|carry image|container',
      with: '@manner docker dockerfile docker-build now system it app work clone',
      given:
        'actor run build command docker-build clone file change require target project-root registry',
      params: of,
    },
    {
      says: 'run|call docker-build succeed|finish|work|answer',
      with: 'run it @manner actor image container docker project-root',
      params: of,
    },
    { says: 'dockerfile answer image|container', with: '@manner build work docker', params: of },
  ],
  accepts: [
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
  ],
  refuses: [
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
  ],
};

/** `docker build -f X`: another Dockerfile than the one that is built. */
function of(values: Parameters<NonNullable<CheckLanguage['senses'][number]['params']>>[0]) {
  return values.has('other-dockerfile') ? [] : {};
}
