import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'port, networking, listening port',
  with: 'image container app system it docker ours process all-interfaces port environment variable read now use runtime default keep listen',
  senses: [
    {
      says: '{port} port|listen listen|open',
      with: 'start call actor locally reachable manner answer work up',
      given: 'start run docker-run',
      params: { default: '{port}' },
    },
    {
      says: '{port} listen',
      given: 'variable unset {variable} environment',
      params: (values) => ({ default: values.one('port'), ...variable(values) }),
    },
    { says: '{variable} read', params: portOnly },
    {
      says: '{variable} default {port}',
      with: 'unset',
      given: 'unset {variable} variable',
      params: both,
    },
    { says: '{variable} {port}', with: 'unset', given: 'unset variable', params: both },
    {
      says: 'port default {port}',
      params: (values) => ({ default: values.one('port'), ...variable(values) }),
    },
    { says: 'listen port {variable}', params: portOnly },
    {
      says: 'port read',
      asks: 'By which variable? Say it: "`PORT` is configurable, defaults to 8000"',
    },
  ],
  examples: ['**PORT**: Configurable, defaults to 8000', 'The API listens on port 3000'],
};

function variable(values: Values) {
  const name = values.one('variable');
  return name === undefined ? {} : { variable: name };
}

function portOnly(values: Values) {
  return isPort(values) ? variable(values) : [];
}

function both(values: Values) {
  return isPort(values) ? { ...variable(values), default: values.one('port') } : [];
}

/** Any other variable is no port, whatever its default. */
function isPort(values: Values): boolean {
  return /(?:^|_)PORT$/.test(values.one('variable') ?? '');
}
