import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'dockerignore, .dockerignore, build context',
  with: 'dockerignore file build-context it every carry exist',
  senses: [
    {
      says: 'dockerignore exist|resource_create',
      with: 'present resource_create now exclude project-root use',
    },
    {
      says: 'dockerignore',
      asks: 'That it exists, or what does it keep out? Say it: "`.dockerignore` excludes `.git`"',
    },
    {
      says: 'dockerignore exclude|listing {file}+',
      with: 'present resource_create now exclude project-root unneeded copy',
      params: entries,
    },
    { says: '{file}+ carry|exist|build-context build-context', not: 1, params: entries },
    {
      says: '{file}+ exclude build-context',
      with: 'present resource_create now project-root',
      params: entries,
    },
  ],
  examples: ['A `.dockerignore` file exists', '.dockerignore present'],
};

/** The file itself is not one of its entries. */
function entries(values: Values) {
  return { entries: values.all('file').filter((name) => name !== '.dockerignore') };
}
