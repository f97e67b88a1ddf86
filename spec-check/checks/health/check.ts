import * as z from 'zod';
import { pathsOf } from '../../api-client/document.ts';
import { isSuccess } from '../../api-client/exchange.ts';
import { healthNames, probeNames } from '../../measuring/health-paths.ts';
import { absolutePath, defineCheck, httpStatus, type Values } from '../../model/check.ts';
import { probePath } from './probe-path.ts';

const unwell = { path: '{path}', whileDatabaseAway: 'no success' } as const;

export const health = defineCheck({
  title: 'An endpoint answers',
  proof:
    'GETs on the path asked for, as a probe sends them, through the published port: status and body as the sentence says every time, redirects not followed, and not what any other path answers. What is said of a database that is away is tried by taking it away, and giving it back.',
  conflict: (first, second) =>
    first.path === second.path && !sameStatus(first.status, second.status)
      ? { code: 'two-answers', reason: `${first.path} cannot give both answers` }
      : undefined,
  language: {
    with: 'json image container app system it docker ours health-endpoint healthcheck endpoint http-word become answer reachable present ok body method manner correctly work pass now stay healthy → = after-start small send every start run {status} {json} inside locally no-login',
    given:
      'actor call ask method send run every answer start inside locally container up {path} health-endpoint endpoint',
    params: answers,
    senses: [
      {
        says: '{path} answer|reachable|present|work|ok|pass|healthy|endpoint|health-endpoint|healthcheck|method|{status}|{json}',
      },
      { says: '{path} call|ask answer|{status}|ok|work|pass', with: 'actor' },
      {
        says: '{path} answer|{status}|ok|healthy|present|reachable|work',
        when: 'database|dependency|neon|every there',
      },
      {
        says: '{path} answer|{status}|ok|healthy|pass',
        when: 'only database|dependency|neon there',
        params: (values) => ({ ...answers(values), whileDatabaseAway: 'no success' }),
      },
      {
        says: '{path} {setting} run|start|docker-run answer|{status}',
        params: (values) => (/PORT$/.test(values.one('setting')?.[0] ?? '') ? answers(values) : []),
        also: ({ one }) => [{ check: 'port', params: { variable: one('setting')?.[0] } }],
      },
      {
        says: '{path} {status}',
        with: 'actor ask call fail',
        when: 'database|neon|dependency|it away',
        // "200, and 503 while the database is away": which of the two it is then, the second part says alone.
        params: ({ one, count }) =>
          count('{status}') > 1 ? [] : { path: one('path'), whileDatabaseAway: one('status') },
      },
      { says: '{path} fail|unhealthy', when: 'database|neon|dependency away', params: unwell },
      {
        says: '{path} ok|healthy|{status}|answer|there',
        not: 1,
        when: 'database|neon|dependency away',
        params: (values) =>
          values.one('status') === undefined || values.one('status') === 200
            ? { path: values.one('path'), whileDatabaseAway: 'no success' }
            : [],
      },
      {
        says: 'health-endpoint|healthcheck answer|{status}|http-word|reachable|work|pass|present|ok|healthy',
        with: 'runtime',
        asks: 'Which endpoint? Say it: "`/health` responds"; or does it mean HEALTHCHECK?',
        open: { parameter: 'path', like: healthNames },
      },
      { says: '{status}', asks: 'Which endpoint? Say it: "200 at `/health`"' },
    ],
    examples: [
      'Health check endpoint responds at `/health`',
      'GET /health returns 200',
      '`/ready` answers 503 while the database is down',
    ],
  },
  faults: [
    ['the endpoint answers 500', 'in-memory', 'path=/health', /GET \/health → 500/],
    ['it is elsewhere', 'deletes-nothing', 'path=/health status=200', /404[\s\S]*no such endpoint/],
    ['another path', 'updates-all', 'path=/healthz status=200', /GET \/healthz → 404/],
    ['asks nothing', 'accepts-anything', 'path=/health whileDatabaseAway=503', /away: .* → 200/],
    ['no recovery', 'never-recovers', 'path=/health whileDatabaseAway=503', /back for 15 s.*→ 503/],
    ['it answers a few times', 'stops-soon', 'path=/health', /GET \/health got no answer/],
    ['only JSON is served', 'writes-later', 'path=/health', /GET \/health → 406/],
  ],
  params: z.strictObject({
    path: absolutePath.optional().describe('Of a GET; the one that the image probes if left out'),
    status: httpStatus.optional().describe('What it answers; any 2xx if left out'),
    body: z.looseObject({}).optional().describe('Members that the JSON answer must have'),
    whileDatabaseAway: z
      .union([httpStatus, z.literal('no success')])
      .optional()
      .describe('What it answers while the database is away: a status, or anything but 2xx'),
  }),
  describe: ({ path, status, body, whileDatabaseAway }) =>
    [
      `GET ${path ?? 'where the image probes itself'} answers ${status ?? '2xx'}`,
      body ? ` with ${JSON.stringify(body).replace(/^{}$/, 'a JSON object')}` : '',
      whileDatabaseAway === undefined
        ? ''
        : `, and ${whileDatabaseAway === 'no success' ? 'no 2xx' : whileDatabaseAway} while the database is away`,
    ].join(''),
  needs: ['image', 'container'],
  alsoNeeds: ({ whileDatabaseAway }) =>
    whileDatabaseAway === undefined ? [] : ['engine', 'database', 'containers'],
  run: async (params, { image, container, engine, database, containers }, { signal }) => {
    const { status, whileDatabaseAway: whileAway } = params;
    const probed = async () => {
      const { readApi } = await import('../../api-client/discover.ts');
      const { document } = await readApi(await container.answers(signal), image.api, signal);
      return probePath(image.config.Healthcheck, pathsOf(document));
    };
    const { path, from } = params.path ? { path: params.path, from: '' } : await probed();
    if (whileAway !== undefined && engine && database && containers) {
      const { judgeOutage, watchOutage } = await import('./outage.ts');
      const claim = { path, status, whileAway };
      const seen = await watchOutage(claim, { engine, database, containers }, signal);
      return judgeOutage(claim, seen, container);
    }
    const { judgeHealth } = await import('./judge.ts');
    const { observeHealth } = await import('./measure.ts');
    await container.answers(signal);
    const claim = { ...params, path };
    const seen = await observeHealth(container, image.startLimit, claim, signal);
    const verdict = judgeHealth(claim, seen, container);
    return { ...verdict, evidence: verdict.evidence + from };
  },
});

/** No status asked for means any 2xx. */
function sameStatus(first: number | undefined, second: number | undefined): boolean {
  if (first !== undefined && second !== undefined) return first === second;
  return isSuccess({ status: first ?? second ?? 200 });
}

function answers(values: Values) {
  const status = values.one('status');
  const body = values.one('json') ?? (values.has('json') ? {} : undefined);
  // "With a short body" says something of it that is not said here.
  if ((values.has('body') && body === undefined) || values.has('script')) return [];
  const path = values.one('path') ?? '';
  if (/[{<]|\/:/.test(path)) return [];
  // "GET", "implement" and "exists" are no answer: what is there may be a file, or ask for a login.
  const isAnswered =
    values.count('answer') > values.count('resource_read') ||
    (values.has('reachable') && !['support', 'exist', 'image'].some(values.has)) ||
    '{status} ok healthy work pass json {json} healthcheck'.split(' ').some(values.has);
  if (!isAnswered && !probeNames.test(path)) return [];
  return { path: values.one('path'), status, body };
}
