import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'dockerignore file present resource_create build-context it now exclude every carry project-root';

export const language: CheckLanguage = {
  topics: ['dockerignore', '.dockerignore', 'build context'],
  senses: [
    {
      says: 'dockerignore exist|resource_create',
      with: `${around} use`,
      params: () => ({}),
    },
    {
      says: 'dockerignore',
      asks: 'That it exists, or what does it keep out? Say it: "`.dockerignore` excludes `.git`"',
    },
    {
      says: 'dockerignore exclude|listing {file}+',
      with: `${around} unneeded copy`,
      params: entries,
    },
    {
      says: '{file}+ carry|exist|build-context build-context',
      not: 1,
      with: 'carry dockerignore file exist build-context it every',
      params: entries,
    },
    { says: '{file}+ exclude build-context', with: around, params: entries },
  ],
  examples: [
    'A `.dockerignore` file exists',
    '.dockerignore present',
    '`.dockerignore` excludes `node_modules`, `.git` and `.env`',
    '`node_modules` is excluded from the build context',
  ],
};

/** The file itself is not one of its entries. */
function entries(values: Values) {
  return { entries: values.all('file').filter((name) => name !== '.dockerignore') };
}
