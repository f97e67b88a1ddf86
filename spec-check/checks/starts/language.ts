import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'startup, container startup, start, container start',
  with: 'image container app process docker dockerfile ours system it manner now docker-run up stay start run variable environment',
  senses: [
    {
      says: 'start|docker-run container|app|image|docker|dockerfile|process|docker-run',
      with: 'correctly locally first need require work succeed production-dependency runtime environment-ready',
    },
    { says: 'run image|container|docker locally|manner|docker-run', with: 'succeed work' },
    { says: 'run image|container' },
    { says: 'start {setting}+', with: 'correctly', params: settings },
    { says: 'container|app stay-up' },
    {
      says: 'run|start container|app|image docker-run',
      with: 'only require {code}',
      params: variables,
    },
  ],
  examples: [
    'Container starts successfully',
    'The application starts without errors',
    'Container runs locally',
    'Image starts',
  ],
};

/** The names that `docker run -e NAME` gives. */
function variables(values: Values) {
  const command = values.all('code').join(' ');
  const env = [...command.matchAll(/\s(?:-e|--env)[ =]([A-Z][A-Z0-9_]*)/g)].flatMap(
    ([, name = '']) => name,
  );
  return env.length === 0 ? [] : { env };
}

function settings(values: Values) {
  return { env: Object.fromEntries(values.all('setting')) };
}
