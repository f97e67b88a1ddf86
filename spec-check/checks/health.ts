import * as z from 'zod';
import type { Slots } from '../spec/template.ts';
import { exchangeWhenReady } from './api/exchange.ts';
import { defineCheck } from './check.ts';
import { judgeHealth } from './proof/health.ts';
/** An endpoint answers. */
export const health = defineCheck({
  id: 'health',
  title: 'An endpoint answers',
  proof:
    'GET on the path asked for, through the published port: status and body as the sentence says, redirects not followed.',
  topics: [
    'health',
    'health endpoint',
    'health check',
    'health check endpoint',
    'healthcheck endpoint',
    'liveness',
    'endpoint',
    'health checks',
  ],
  examples: [
    'Health check endpoint responds at `/health`',
    'GET /health returns 200',
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
  ],
  params: z.strictObject({
    path: z.string().startsWith('/'),
    /** Any 2xx when it is left out. */
    status: z.int().min(100).max(599).optional(),
    /** Members that the JSON answer must have. */
    body: z.record(z.string(), z.unknown()).optional(),
  }),
  describe: ({ path, status, body }) =>
    `GET ${path} answers ${status ?? '2xx'}${body === undefined ? '' : ` with ${JSON.stringify(body)}`}`,
  needs: ['image', 'container'],
  run: async (params, { image, container }, { signal }) => {
    await container.answers(signal);
    const answer = await exchangeWhenReady(container.baseUrl(), { path: params.path, signal });
    return judgeHealth(params, answer, {
      run: container.command,
      url: `http://localhost:${image.port}`,
    });
  },
});

/** Without a path the sentence names no endpoint: the parameters do not validate, and the sentence is AMBIGUOUS. */
function asked({ path, status, json }: Slots) {
  return {
    path: String(path ?? ''),
    ...(status === undefined ? {} : { status: Number(status) }),
    ...(json === undefined ? {} : { body: json as Record<string, unknown> }),
  };
}
