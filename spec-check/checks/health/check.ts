import { isSuccess } from '../../api-client/exchange.ts';
import { defineCheck } from '../../model/check.ts';
import { belowBase } from '../../model/settings.ts';
import { language } from './language.ts';
import { healthParams, judgeHealth } from './measure.ts';
import { observeHealth } from './observe.ts';
import { judgeOutage, watchOutage } from './outage.ts';

export const health = defineCheck({
  id: 'health',
  title: 'An endpoint answers',
  proof:
    'GETs on the path asked for, as a probe sends them, through the published port: status and body as the sentence says every time, redirects not followed, and not what any other path answers. What is said of a database that is away is tried by taking it away, and giving it back.',
  settled: (params, settings) => ({ ...params, path: belowBase(settings, params.path) }),
  conflict: (first, second) =>
    first.path === second.path && !sameStatus(first.status, second.status)
      ? { code: 'two-answers', reason: `${first.path} cannot give both answers` }
      : undefined,
  language,
  faults: [
    ['the endpoint answers 500', 'in-memory', 'path=/health', /GET \/health → 500/],
    ['it is elsewhere', 'deletes-nothing', 'path=/health status=200', /404[\s\S]*no such endpoint/],
    ['another path', 'updates-all', 'path=/healthz status=200', /GET \/healthz → 404/],
    ['asks nothing', 'accepts-anything', 'path=/health whileDatabaseAway=503', /away: .* → 200/],
    ['no recovery', 'never-recovers', 'path=/health whileDatabaseAway=503', /back for 15 s.*→ 503/],
    [
      'the database is not asked, in Python',
      'python-list-is-old',
      'path=/healthz status=200 whileDatabaseAway="no success"',
      /With the database away: GET \/healthz → 200/,
    ],
    ['it answers a few times', 'stops-soon', 'path=/health', /GET \/health got no answer/],
    ['only JSON is served', 'writes-later', 'path=/health', /GET \/health → 406/],
  ],
  params: healthParams,
  describe: ({ path, status, body, whileDatabaseAway }) =>
    [
      `GET ${path} answers ${status ?? '2xx'}`,
      body === undefined ? '' : ` with ${JSON.stringify(body)}`,
      whileDatabaseAway === undefined
        ? ''
        : `, and ${whileDatabaseAway === 'no success' ? 'no 2xx' : whileDatabaseAway} while the database is away`,
    ].join(''),
  needs: ['image', 'container'],
  alsoNeeds: ({ whileDatabaseAway }) =>
    whileDatabaseAway === undefined ? [] : ['engine', 'database', 'containers'],
  run: async (params, { image, container, engine, database, containers }, { signal }) => {
    const { path, status, whileDatabaseAway: whileAway } = params;
    const byHand = { run: container.command, url: `http://localhost:${image.port}` };
    if (whileAway !== undefined && engine && database && containers) {
      const claim = { path, status, whileAway };
      const seen = await watchOutage(claim, { engine, database, containers }, signal);
      return judgeOutage(claim, seen, byHand);
    }
    await container.answers(signal);
    const seen = await observeHealth(container, image.startLimit, params, signal);
    return judgeHealth(params, seen, byHand);
  },
});

/** No status asked for means any 2xx. */
function sameStatus(first: number | undefined, second: number | undefined): boolean {
  if (first !== undefined && second !== undefined) return first === second;
  return isSuccess({ status: first ?? second ?? 200 });
}
