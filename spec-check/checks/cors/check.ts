import * as z from 'zod';
import { readApiWhenReady } from '../../api-client/discover.ts';
import { httpRequest } from '../../api-client/http-request.ts';
import { answeringPath } from '../../api-client/paths.ts';
import { defineCheck, type Verdict } from '../../model/check.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Another origin may call the API. */
export const cors = defineCheck({
  id: 'cors',
  title: 'Another origin may call the API',
  proof:
    'A preflight and a GET with that origin: both answers allow it by Access-Control-Allow-Origin, as a browser reads it. An origin that nobody named is tried beside.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    origin: z
      .string()
      .min(1)
      .transform((origin) => (/^https?:\/\//.test(origin) ? origin : `http://${origin}`))
      .transform((origin) => origin.replace(/\/+$/, ''))
      .describe('`https://app.example.com`; http where no scheme is given'),
  }),
  describe: ({ origin }) => `${origin} may call the API`,
  needs: ['container', 'image'],
  run: async ({ origin }, { container, image }, { signal }) => {
    await container.answers(signal);
    const base = container.baseUrl();
    const api = await readApiWhenReady(base, image.api ?? {}, signal);
    const { path } = await answeringPath(base, api, signal);
    const ask = async (method: string, from: string) => {
      const headers = {
        origin: from,
        ...(method === 'OPTIONS' && { 'access-control-request-method': 'GET' }),
      };
      const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
      const response = await httpRequest(base + path, { method, headers, signal: limit });
      response.destroy();
      return {
        status: response.statusCode ?? 0,
        allowed: response.headers['access-control-allow-origin'],
      };
    };
    return judgeCors(origin, {
      path,
      preflight: await ask('OPTIONS', origin),
      get: await ask('GET', origin),
      stranger: await ask('GET', 'https://stranger.invalid'),
      base,
    });
  },
});

interface Answer {
  readonly status: number;
  readonly allowed: string | undefined;
}

export function judgeCors(
  origin: string,
  {
    path,
    preflight,
    get,
    stranger,
    base,
  }: {
    readonly path: string;
    readonly preflight: Answer;
    readonly get: Answer;
    readonly stranger: Answer;
    readonly base: string;
  },
): Verdict {
  const allows = ({ allowed }: Answer, from: string) => allowed === '*' || allowed === from;
  const command = `curl -i -X OPTIONS -H 'Origin: ${origin}' -H 'Access-Control-Request-Method: GET' ${base}${path}`;
  const preflightHolds =
    allows(preflight, origin) && preflight.status >= 200 && preflight.status < 300;
  if (preflightHolds && allows(get, origin)) {
    const others = allows(stranger, 'https://stranger.invalid')
      ? 'every other origin may too'
      : 'another origin may not';
    return { status: 'PASS', evidence: `${origin} may call ${path}; ${others}`, command };
  }
  const wrong = preflightHolds ? get : preflight;
  return {
    status: 'FAIL',
    evidence: `${preflightHolds ? 'GET' : 'OPTIONS'} ${path} with Origin ${origin} → ${wrong.status}, Access-Control-Allow-Origin: ${wrong.allowed ?? '(none)'}`,
    expected: `2xx with Access-Control-Allow-Origin: ${origin}`,
    actual: `${wrong.status} with ${wrong.allowed ?? 'no such header'}`,
    diagnosis: 'A browser refuses to show the answer to a page of that origin.',
    fix: 'Add the origin to the CORS settings of the API.',
    command,
  };
}
