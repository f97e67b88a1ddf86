import type { CheckLanguage, Values } from '../../model/language.ts';

const subject = 'image container app system it docker ours process';
const around = `${subject} variable environment runtime start at-once now`;

export const language: CheckLanguage = {
  topics: ['configuration', 'environment', 'environment variables', 'config', 'settings'],
  senses: [
    { says: '{variable} environment read|:', with: `${around} read require`, params: named },
    {
      says: '{variable} environment|read hardcoded',
      not: 1,
      with: `${around} read require image file dockerfile environment`,
      params: named,
      also: (values) =>
        isPort(values)
          ? []
          : [{ check: 'no-secrets', params: { variable: values.one('variable') } }],
    },
    { says: '{variable} require', with: `${around} read`, params: always },
    {
      says: '{variable} fail unset',
      with: `${around} require`,
      given: `{variable} unset variable environment`,
      params: always,
    },
    { says: '{variable} fail', not: 1, with: `${around} require`, params: always },
    { says: '{variable} fail', with: around, when: '{variable} unset', params: always },
    {
      says: '{variable} require|read default|fail',
      with: `${around} fail require`,
      params: (values) => (values.has('fail') && values.has('require') ? always(values) : []),
    },
    { says: '{variable} start', not: 1, with: around, when: '{variable} unset', params: always },
    { says: '{variable} start', not: 2, with: around, params: always },
    {
      says: 'variable require|unset',
      with: `${around} every read now`,
      asks: 'Which variables? Say them: "`DATABASE_URL` is required"',
    },
    { says: '{variable} only|optional', asks: 'Is it required, or not?' },
  ],
  examples: [
    '**DATABASE_URL**: Environment variable (not hardcoded)',
    'DATABASE_URL is required',
    'The container refuses to start without `DATABASE_URL`',
    '`API_KEY` is read from the environment',
  ],
};

function isPort(values: Values): boolean {
  return /(?:^|_)PORT$/.test(values.one('variable') ?? '');
}

function always(values: Values) {
  return { variable: values.one('variable') };
}

/** A port has a default: where it comes from says nothing of being required. */
function named(values: Values) {
  return isPort(values) ? [] : always(values);
}
