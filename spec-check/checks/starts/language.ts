import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container app process docker dockerfile ours system it manner now docker-run up stay start';

export const language: CheckLanguage = {
  topics: ['startup', 'container startup', 'start', 'container start'],
  senses: [
    {
      says: 'start|docker-run container|app|image|docker|dockerfile|process|docker-run',
      with: `${around} correctly run locally first need require work succeed production-dependency variable environment runtime environment-ready ours`,
      params: () => ({}),
    },
    {
      says: 'run image|container|docker locally|manner|docker-run',
      with: `${around} run succeed work`,
      params: () => ({}),
    },
    { says: 'run image|container', with: 'docker ours now run', params: () => ({}) },
    {
      says: 'start {setting}+',
      with: `${around} correctly run variable environment`,
      params: settings,
    },
    { says: 'container|app stay-up', with: around, params: () => ({}) },
    {
      says: 'run|start container|app|image docker-run',
      with: `${around} only variable environment require {code}`,
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
