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
  examples: ['Health check passes within 30 seconds', 'Container becomes healthy within 1 minute'],
};

function limits(values: Values) {
  return (values.one('ms') ?? []).flatMap(({ op, value }) =>
    op.startsWith('<') ? [{ op, ms: value }] : [],
  );
}
