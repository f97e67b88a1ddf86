import type { Ending, SentRequest } from '../../api-client/traffic.ts';
import { sortedBy } from './measure.ts';

const answered: Ending = { kind: 'answered', status: 200 };
const silence: Ending = { kind: 'silence', reason: 'the connection was closed' };
const sent = (at: number, ending: Ending): SentRequest => ({ request: 'GET /tasks', at, ending });
const lost = sent(1500, silence);

it.each<[string, readonly SentRequest[], boolean, number]>([
  ['was answered after it', [lost, sent(1800, answered)], true, 1],
  ['was answered after it, when it is too late to tell', [lost, sent(3100, answered)], true, 0],
  ['was answered only before it: all workers hold requests', [sent(900, answered), lost], true, 0],
  ['was answered only before it, and none was held', [sent(900, answered), lost], false, 1],
])('counts a request as begun where another one %s', (_title, all, isHeldUp, count) => {
  const { before } = sortedBy(3000, all, isHeldUp);
  expect(before.filter(({ ending }) => ending.kind === 'silence')).toHaveLength(count);
});
