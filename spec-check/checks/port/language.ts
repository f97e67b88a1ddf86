import type { CheckLanguage, Values } from '../../model/language.ts';

const subject = 'image container app system it docker ours process all-interfaces';
const around = `${subject} port environment variable read now use runtime default keep`;

export const language: CheckLanguage = {
  topics: ['port', 'ports', 'networking', 'listening port'],
  senses: [
    {
      says: '{port} port|listen listen|open',
      with: `${around} start call actor locally listen reachable manner answer work up`,
      given: 'start run docker-run',
      params: (values) => ({ default: values.one('port') }),
    },
    {
      says: '{port} listen',
      with: around,
      given: 'variable unset {variable} environment',
      params: (values) => ({ default: values.one('port'), ...variable(values) }),
    },
    { says: '{variable} read', with: around, params: portOnly },
    {
      says: '{variable} default {port}',
      with: `${around} unset read listen`,
      given: 'unset {variable} variable',
      params: both,
    },
    {
      says: '{variable} {port}',
      with: `${around} read listen unset`,
      given: 'unset variable',
      params: both,
    },
    {
      says: 'port default {port}',
      with: `${around} read listen`,
      params: (values) => ({ default: values.one('port'), ...variable(values) }),
    },
    { says: 'listen port {variable}', with: `${around} read`, params: portOnly },
    {
      says: 'port read',
      with: around,
      asks: 'By which variable? Say it: "`PORT` is configurable, defaults to 8000"',
    },
  ],
  examples: [
    '**PORT**: Configurable, defaults to 8000',
    'The API listens on port 3000',
    '`PORT` is configurable',
    'The app is reachable on port 8080',
  ],
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
