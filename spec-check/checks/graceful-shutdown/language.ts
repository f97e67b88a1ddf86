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
  accepts: [
    ['Shuts down gracefully on SIGTERM', { withinMs: 10_000 }],
    ['The container handles SIGTERM gracefully within 10 seconds', { withinMs: 10_000 }],
    ['In-flight requests finish before the container stops', { withinMs: 10_000 }],
    ['Graceful shutdown', { withinMs: 10_000 }],
    ['On SIGTERM the container exits with code 0', { withinMs: 10_000, exitCode: 0 }],
    ['Graceful shutdown handling implemented', { withinMs: 10_000 }],
    ['Handles SIGTERM', { withinMs: 10_000 }],
    ['Graceful shutdown completes within 15s', { withinMs: 15_000 }],
    ['On SIGTERM the container exits cleanly', { withinMs: 10_000 }],
    ['SIGTERM handler works', { withinMs: 10_000 }],
    ['When the container is stopped, in-flight requests are completed', { withinMs: 10_000 }],
    ['Supports graceful shutdown', { withinMs: 10_000 }],
  ],
  refuses: [
    'Shuts down gracefully after 5 seconds',
    'Does not shut down gracefully',
    'Stops within 10 seconds',
    'Exits cleanly',
    'Shuts down gracefully on SIGKILL',
    'Background jobs finish before the container stops',
    'Database shuts down gracefully',
    'Ignores SIGTERM',
  ],
};

function within(values: Values) {
  const bounds = values.one('ms');
  // "After 5 seconds" is no limit: its value becomes one that no parameter takes.
  return bounds === undefined ? {} : upperBounds(bounds).map(({ value }) => ({ withinMs: value }));
}
