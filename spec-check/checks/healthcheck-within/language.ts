import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'container image app docker ours system it healthcheck become start now pass present across later first manner';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: '{ms} healthcheck pass|healthy|become',
      with: `${around} healthy`,
      given: 'start',
      params: limits,
    },
    {
      says: '{ms} container|image healthy',
      with: `${around} report`,
      given: 'start',
      params: limits,
    },
  ],
  accepts: [
    ['Health check passes within 30 seconds', { op: '<=', ms: 30_000 }],
    ['Container becomes healthy within 1 minute', { op: '<=', ms: 60_000 }],
  ],
  refuses: [
    'Health check runs every 30 seconds',
    'Container is healthy after 30 seconds',
    'Health check does not pass within 30 seconds',
    'Health check times out after 5 s',
  ],
};

function limits(values: Values) {
  return (values.one('ms') ?? []).flatMap(({ op, value }) =>
    op.startsWith('<') ? [{ op, ms: value }] : [],
  );
}
