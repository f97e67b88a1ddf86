import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'database, persistence, data, database connection, storage, data persistence, postgres, neon',
  with: 'image container app system it docker ours process manner actor now across every still database neon {resource}',
  senses: [
    {
      says: 'connect database|neon',
      with: 'correctly work use read {variable} variable environment runtime present',
      params: connection,
    },
    {
      says: 'use|read database|neon {variable}',
      with: 'variable environment runtime data connect',
      params: connection,
    },
    { says: 'data|{resource} connect|carry database', with: 'carry' },
    {
      says: 'data|{resource} survive restart|recreate',
      with: 'restart recreate stop start or and answer',
      given:
        'restart recreate resource_create data actor stop start database neon identical app container {resource} new user',
      params: survives,
    },
    {
      says: 'data|{resource} lose restart|recreate',
      not: 1,
      with: 'restart recreate survive',
      given: 'restart recreate actor stop start resource_create',
      params: survives,
    },
    {
      says: 'data survive',
      asks: 'What does the data survive: a restart of the container, or a new container?',
    },
  ],
  examples: [
    'Container can connect to Neon database with provided DATABASE_URL',
    'Data survives a container restart',
    'Tasks persist when the container is recreated',
  ],
};

function connection(values: Values) {
  // "The database connects to PostgreSQL" speaks of the database.
  if (values.count('database') > 1 && !speaksOfContainer(values)) return [];
  const variable = values.one('variable');
  return {
    ...(variable === undefined ? {} : { variable }),
    ...(values.has('neon') ? { neon: true } : {}),
  };
}

function survives(values: Values) {
  // "When the database is recreated" is another promise.
  if (values.count('database') > 0 && !speaksOfContainer(values)) return [];
  const events = [
    ['restart', 'restart'],
    ['recreate', 'recreation'],
  ] as const;
  return { survives: events.filter(([word]) => values.has(word)).map(([, event]) => event) };
}

function speaksOfContainer(values: Values): boolean {
  return ['container', 'app', 'image'].some(values.has);
}
