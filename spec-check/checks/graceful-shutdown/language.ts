import type { CheckLanguage, Values } from '../../model/language.ts';
import { upperBounds } from '../../model/limit.ts';

export const language: CheckLanguage = {
  topics:
    'graceful shutdown, shutdown, graceful stop, graceful termination, termination, signal, signal handling, sigterm, lifecycle, container lifecycle',
  with: 'image container app process docker system it ours signal now docker-stop',
  senses: [
    {
      says: 'graceful-shutdown',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger finish in-flight',
      given: 'sigterm stop answer send docker-stop container app',
      params: within,
    },
    {
      says: 'stop graceful',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger',
      given: 'sigterm stop answer send docker-stop container app',
      params: within,
    },
    {
      says: 'stop clean container|app',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger',
      given: 'sigterm answer send docker-stop',
      // What exits may have done its work.
      params: (values) => (values.has('at-once') ? [] : within(values)),
    },
    {
      says: 'stop {ms} sigterm',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger',
      given: 'sigterm send docker-stop',
      params: within,
    },
    {
      says: 'stop clean sigterm',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger',
      given: 'sigterm answer send docker-stop',
      params: within,
    },
    {
      says: 'stop|succeed sigterm succeed|code-0',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger',
      given: 'sigterm answer send docker-stop',
      params: (values) => [within(values)].flat().map((one) => ({ ...one, exitCode: 0 })),
    },
    {
      says: 'stop sigterm {number}',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger',
      given: 'sigterm answer send',
      params: (values) => (values.one('number') === 0 ? within(values) : []),
    },
    {
      says: 'sigterm support',
      with: 'graceful manner correctly graceful-shutdown stop {ms}',
      params: within,
    },
    { says: 'sigterm handler', with: 'work present manner graceful stop', params: within },
    {
      says: 'in-flight finish|answer stop|sigterm',
      with: 'stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger finish every later first answer',
      given: 'sigterm stop answer send container app docker-stop',
      params: within,
    },
    {
      says: 'in-flight|call drop|lose stop|sigterm',
      not: 1,
      with: 'every across',
      given: 'stop sigterm container app docker-stop',
      params: within,
    },
  ],
  examples: ['Shuts down gracefully on SIGTERM', 'Graceful shutdown'],
};

function within(values: Values) {
  const bounds = values.one('ms');
  // "After 5 seconds" is no limit: its value becomes one that no parameter takes.
  return bounds === undefined ? {} : upperBounds(bounds).map(({ value }) => ({ withinMs: value }));
}
