import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['build', 'docker build', 'image build', 'container build', 'building'],
  senses: [
    {
      says: 'build image|container|docker|dockerfile|docker-build',
      with: '{dockerfile} @manner work succeed locally actor command clone project-root docker-build used ours file one-command present',
      given:
        'actor run build command docker-build clone image file change require target project-root registry',
      params: of,
    },
    {
      says: 'build answer|resource_create|carry image|container',
      with: '{dockerfile} @manner docker dockerfile docker-build now system it app work clone',
      given:
        'actor run build command docker-build clone file change require target project-root registry',
      params: of,
    },
    {
      says: 'run|call docker-build succeed|finish|work|answer',
      with: '{dockerfile} run it @manner actor image container docker project-root',
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

/** `docker build -f X` names the Dockerfile. */
function of(values: Values) {
  const dockerfile = values.one('dockerfile');
  return dockerfile === undefined ? {} : { dockerfile };
}
