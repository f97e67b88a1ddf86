import type { CheckLanguage, Values } from '../../model/language.ts';

const subject = 'image container app system it docker ours process';
const places = `${subject} across every now manner still database neon {resource} actor`;

export const language: CheckLanguage = {
  topics: [
    'database',
    'persistence',
    'data',
    'database connection',
    'storage',
    'data persistence',
    'postgres',
    'neon',
  ],
  senses: [
    {
      says: 'connect database|neon',
      with: `${subject} manner correctly work use read {variable} variable environment runtime present actor now`,
      params: (values) =>
        isItself(values)
          ? []
          : {
              ...(values.one('variable') === undefined ? {} : { variable: values.one('variable') }),
              ...(values.has('neon') ? { neon: true } : {}),
            },
    },
    {
      says: 'use|read database|neon {variable}',
      with: `${subject} manner variable environment runtime data connect`,
      params: (values) =>
        isItself(values)
          ? []
          : {
              variable: values.one('variable'),
              ...(values.has('neon') ? { neon: true } : {}),
            },
    },
    {
      says: 'data|{resource} connect|carry database',
      with: `${subject} carry manner`,
      params: () => ({}),
    },
    {
      says: 'data|{resource} survive restart|recreate',
      with: `${places} restart recreate stop start or and answer`,
      given:
        'restart recreate resource_create data actor stop start database neon identical app container {resource} new user',
      params: survives,
    },
    {
      says: 'data|{resource} lose restart|recreate',
      not: 1,
      with: `${places} restart recreate survive`,
      given: 'restart recreate actor stop start resource_create',
      params: survives,
    },
    {
      says: 'data survive',
      with: `${places}`,
      asks: 'What does the data survive: a restart of the container, or a new container?',
    },
  ],
  examples: [
    'Container can connect to Neon database with provided DATABASE_URL',
    'Data survives a container restart',
    'Tasks persist when the container is recreated',
    'Database connection works',
  ],
};

function survives(values: Values) {
  // "When the database is recreated" is another promise.
  if (values.count('database') > 0 && !['container', 'app', 'image'].some(values.has)) return [];
  return {
    survives: [
      ...(values.has('restart') ? ['restart'] : []),
      ...(values.has('recreate') ? ['recreation'] : []),
    ],
  };
}

/** "The database connects to PostgreSQL" speaks of the database. */
function isItself(values: Values): boolean {
  return values.count('database') > 1 && !['container', 'app', 'image'].some(values.has);
}
