import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'build, docker build, image build, container build, building',
  with: '@manner work actor clone project-root docker-build docker it',
  senses: [
    {
      says: 'build image|container|docker|dockerfile|docker-build',
      with: 'succeed locally command used ours file one-command present',
      given:
        'actor run build command docker-build clone image file change require target project-root registry',
      params: of,
    },
    {
      says: 'build answer|resource_create|carry image|container',
      with: 'dockerfile now system app',
      given:
        'actor run build command docker-build clone file change require target project-root registry',
      params: of,
    },
    {
      says: 'run|call docker-build succeed|finish|work|answer',
      with: 'run image container',
      params: of,
    },
    { says: 'dockerfile answer image|container', with: 'build', params: of },
  ],
  examples: ['Container builds successfully without errors', '`docker build` succeeds'],
};

/** `docker build -f X`: another Dockerfile than the one that is built. */
function of(values: Values) {
  return values.has('other-dockerfile') ? [] : {};
}
