import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeHealth } from './measure.ts';
import { observeHealth } from './observe.ts';
import { judgeOutage, type WhileAway, watchOutage } from './outage.ts';

/** An endpoint answers. */
export const health = defineCheck({
  id: 'health',
  title: 'An endpoint answers',
  proof:
    'GETs on the path asked for, as a probe sends them, through the published port: status and body as the sentence says every time, redirects not followed, and not what any other path answers. What is said of a database that is away is tried by taking it away, and giving it back.',
  topics: [
    'health',
    'health endpoint',
    'health check',
    'health check endpoint',
    'healthcheck endpoint',
    'liveness',
    'liveness endpoint',
    'readiness',
    'readiness endpoint',
    'health route',
    'health probe',
    'endpoint',
    'health checks',
  ],
  examples: [
    'Health check endpoint responds at `/health`',
    'GET /health returns 200',
    '`/ready` answers 503 while the database is down',
    '`/healthz` answers with status 200',
  ],
  sentences: [
    {
      template:
        '<health-endpoint> [{path}] (<answers>|<reachable>) [<reachable>] [successfully|correctly|ok|healthy] <http> [{status} [ok]] [under|{path}]',
      params: asked,
    },
    { template: '<health-endpoint> {path} [<cleanly>]', params: asked },
    {
      template:
        '<health-endpoint> (<answers>|<reachable>) {path} [and] [<answers>] <http> {status} [ok]',
      params: asked,
    },
    {
      template: '<health-endpoint> (<answers>|<reachable>) <http> {status} [ok] {path}',
      params: asked,
    },
    {
      template:
        '(get|request|requesting|calling|fetching|hitting|opening|visiting|curl|curling)* {path} [endpoint|route] (<answers>|<reachable>|successful|succeeds|ok|healthy) [<answers>] <http> [{status}] [ok|successfully|healthy]',
      params: asked,
    },
    {
      template:
        '[<described>] (<answers>|<reachable>) [<answers>] <http> [{status}] [ok|successfully] [get|requests] {path} [endpoint]',
      params: asked,
    },
    {
      template:
        '<container> (exposes|has|offers|provides|serves|implements) [get] <health-endpoint> {path} [(that|which|and|it)] [<answers> <http> {status} [ok]]',
      params: asked,
    },
    { template: '{status} [ok] [response] [from] [get] {path}', params: asked },
    {
      template:
        '[get|<health-endpoint>] {path} <answers> <http> [{status} [ok]] [with|body|json|and|the body]* {json}',
      params: asked,
    },
    { template: '[get] {path} {status} [ok]', params: asked },
    {
      template: '<container> <answers> [get|request|requests]* {path} <http> {status} [ok]',
      params: asked,
    },
    {
      template:
        '<container> <answers> [get|request|requests]* {path} [with|body|json|the body]* {json}',
      params: asked,
    },
    {
      template:
        '[given|when|while|once]* [<container> (running|up|started|up and running)] [when|if|and]* <actor> (call|calls|request|requests|open|opens|hit|hits|query|queries|visit|visits|curl|curls|access|accesses|send|sends|make|makes|get)* [get|request|requests]* {path} [endpoint] [then] <actor> (get|gets|receive|receives|see|sees|obtain|obtains) <http> {status} [ok] [response|status|code|answer]*',
      params: asked,
    },
    {
      template:
        '[given|when|while|once]* [<container> (running|up|started|up and running)] [when|if|and]* (<actor>|[get] request|client) (call|calls|request|requests|open|opens|hit|hits|query|queries|visit|visits|sent|send|sends|made|make|makes|get)* [get|request|requests]* {path} [endpoint] [then] [<container>|response|answer|status|status code|it]* [<answers>] <http> {status} [ok]',
      params: asked,
    },
    {
      template:
        '[given] (when|while|if|given|once)* <database> <away> [and|then]* [when|if]* (<actor>|call|calls|request|requests|open|hit|query|visit|curl)* [get] {path} (called|requested|hit|queried|asked)* [then] [<container>|response|answer|status|it]* (<answers>|is)* <http> {down-status} [ok]',
      params: following,
    },
    {
      template: '[get] {path} (succeeds|works) [against <container>] [{status}]',
      params: asked,
    },
    {
      template: '[get] request {path} (<answers>|succeeds|works) <http> [{status}] [ok]',
      params: asked,
    },
    {
      template:
        '[get|<health-endpoint>] {path} [<answers>|<reachable>] <http> [{status}|ok|healthy|success]* (only when|only if|only while|if and only if) <database> <there>',
      params: following,
    },
    {
      template:
        '[get|<health-endpoint>] {path} (<answers>|fails|stays|remains|keeps <answers>|still <answers>|says|reports) <http> {down-status} [ok|healthy] (when|while|if|as long as|once|even if|even when) <database> <away>',
      params: following,
    },
    {
      template:
        '[get|<health-endpoint>] {path} (<answers>|says|reports) <http> {status} [ok|healthy] (when|while|if|as long as) <database> <there>',
      params: asked,
    },
    {
      template:
        '(when|while|if|as long as|once|even if|even when) <database> <away> [get|<health-endpoint>] {path} (<answers>|stays|remains|still <answers>|says|reports) <http> {down-status} [ok|healthy]',
      params: following,
    },
    {
      template:
        '[get|<health-endpoint>] {path} (<answers>|says|reports) <http> {status} [ok|healthy] (when|while|if) <database> <there> [and|otherwise|else|but]* [<answers>|says|reports] <http> {down-status} [(when|while|if) (<database>|it) <away>]',
      params: following,
    },
    {
      template:
        '[get|<health-endpoint>] {path} (fails|not healthy|unhealthy|not ready|not ok|<answers> error|not <answers> {status}) (when|while|if|as soon as) <database> <away>',
      params: following,
    },
  ],
  conflict: (first, second) =>
    first.path === second.path && !sameStatus(first.status, second.status)
      ? { code: 'two-answers', reason: `${first.path} cannot give both answers` }
      : undefined,
  faults,
  params: z.strictObject({
    path: z.string().startsWith('/').describe('The path of a GET'),
    status: z
      .int()
      .min(100)
      .max(599)
      .optional()
      .describe('The status it answers; any 2xx when it is left out'),
    body: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Members that the JSON answer must have'),
    whileDatabaseAway: z
      .union([z.int().min(100).max(599), z.literal('no success')])
      .optional()
      .describe('What it answers while the database is away: a status, or anything but 2xx'),
  }),
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

interface Asked {
  readonly path: string;
  readonly status?: number | undefined;
  readonly body?: Record<string, unknown> | undefined;
  readonly whileDatabaseAway?: WhileAway | undefined;
}

/** Up it answers a success, or the status that is said; away the other one, or anything but a success. */
function following({ path, status, 'down-status': away }: Slots): Asked {
  return {
    path: String(path ?? ''),
    ...(status === undefined ? {} : { status: Number(status) }),
    whileDatabaseAway: away === undefined ? 'no success' : Number(away),
  };
}

/** Without a path the sentence names no endpoint: the parameters do not validate, and the sentence is AMBIGUOUS. */
function asked({ path, status, json }: Slots): Asked {
  return {
    path: String(path ?? ''),
    ...(status === undefined ? {} : { status: Number(status) }),
    ...(json === undefined ? {} : { body: json as Record<string, unknown> }),
  };
}

/** No status asked for means any 2xx. */
function sameStatus(first: number | undefined, second: number | undefined): boolean {
  const ok = (status = 200) => Math.floor(status / 100) === 2;
  return first === undefined || second === undefined ? ok(first) && ok(second) : first === second;
}
