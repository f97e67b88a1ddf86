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
  examples: [
    'Container builds successfully without errors',
    '`docker build` succeeds',
    'The image can be built from the Dockerfile',
    'Docker image build passes',
  ],
};

/** `docker build -f X`: another Dockerfile than the one that is built. */
function of(values: Parameters<NonNullable<CheckLanguage['senses'][number]['params']>>[0]) {
  return values.has('other-dockerfile') ? [] : {};
}
