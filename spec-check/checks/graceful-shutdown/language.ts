import type { CheckLanguage, Values } from '../../model/language.ts';
import { upperBounds } from '../../model/limit.ts';

const subject = 'image container app process docker system it ours signal';
const around = `${subject} stop graceful clean sigterm graceful-shutdown support manner correctly now work present docker-stop {ms} at-once succeed code-0 trigger`;

export const language: CheckLanguage = {
  topics: [
    'graceful shutdown',
    'shutdown',
    'graceful stop',
    'graceful termination',
    'termination',
    'signals',
    'signal handling',
    'sigterm',
    'lifecycle',
    'container lifecycle',
  ],
  senses: [
    {
      says: 'graceful-shutdown',
      with: `${around} finish in-flight`,
      given: 'sigterm stop answer send docker-stop container app',
      params: within,
    },
    {
      says: 'stop graceful',
      with: around,
      given: 'sigterm stop answer send docker-stop container app',
      params: within,
    },
    {
      says: 'stop clean sigterm',
      with: around,
      given: 'sigterm answer send docker-stop',
      params: within,
    },
    {
      says: 'stop|succeed sigterm succeed|code-0',
      with: around,
      given: 'sigterm answer send docker-stop',
      params: (values) => [within(values)].flat().map((one) => ({ ...one, exitCode: 0 })),
    },
    {
      says: 'stop sigterm {number}',
      with: around,
      given: 'sigterm answer send',
      params: (values) => (values.one('number') === 0 ? within(values) : []),
    },
    {
      says: 'sigterm support',
      with: `${subject} graceful manner correctly graceful-shutdown stop {ms}`,
      params: within,
    },
    {
      says: 'sigterm handler',
      with: `${subject} work present manner graceful stop docker-stop`,
      params: within,
    },
    {
      says: 'in-flight finish|answer stop|sigterm',
      with: `${around} finish every later first answer`,
      given: 'sigterm stop answer send container app docker-stop',
      params: within,
    },
    {
      says: 'in-flight|call drop|lose stop|sigterm',
      not: 1,
      with: `${subject} every now docker-stop across`,
      given: 'stop sigterm container app docker-stop',
      params: within,
    },
  ],
  examples: [
    'Shuts down gracefully on SIGTERM',
    'The container handles SIGTERM gracefully within 10 seconds',
    'In-flight requests finish before the container stops',
    'Graceful shutdown',
  ],
};

function within(values: Values) {
  const bounds = values.one('ms');
  // "After 5 seconds" is no limit: its value becomes one that no parameter takes.
  return bounds === undefined ? {} : upperBounds(bounds).map(({ value }) => ({ withinMs: value }));
}
