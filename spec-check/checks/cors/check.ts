import * as z from 'zod';
import { exchange } from '../../api-client/exchange.ts';
import { defineCheck } from '../../model/check.ts';

export const cors = defineCheck({
  title: 'Another origin may call the API',
  proof:
    'A preflight and a GET with that origin: both answers allow it by Access-Control-Allow-Origin, as a browser reads it.',
  language: {
    with: 'app ours system it now container present reachable read tolerate actor support port call label_set',
    senses: [{ says: 'cors {origin}', params: { origin: '{origin}' } }],
    examples: ['CORS allows `http://localhost:3000`', 'CORS configured for `localhost:4000`'],
  },
  faults: [
    ['no headers', 'ignores-url', 'origin=localhost:4000', /Access-Control-Allow-Origin: .none/],
    ['another origin', 'logs-too-much', 'origin=localhost:4000', /OPTIONS .*localhost:5000/],
  ],
  goodShapes: [['observable', 'origin=localhost:4000']],
  params: z.strictObject({
    origin: z.string().min(1).describe('`https://app.example.com`; http where no scheme is given'),
  }),
  describe: ({ origin }) => `${origin} may call the API`,
  needs: ['container', 'image'],
  run: async ({ origin: written }, { container, image }, { signal }) => {
    const origin = written.replace(/^(?!https?:\/\/)/, 'http://').replace(/\/+$/, '');
    const { answering } = await import('../../api-client/paths.ts');
    const { baseUrl: base, answer } = await answering(container, image.api, signal);
    const { path } = answer;
    const ask = async (method: string) => {
      const wish = method === 'OPTIONS' && { 'access-control-request-method': 'GET' };
      const sent = { method, path, signal, headers: { origin, ...wish } };
      const { status, headers } = await exchange(base, sent);
      return { status, allowed: headers['access-control-allow-origin'] };
    };
    const preflight = await ask('OPTIONS');
    return judgeCors(origin, { path, base, preflight, get: await ask('GET') });
  },
});

type Answer = Readonly<{ status: number; allowed: string | undefined }>;

export function judgeCors(
  origin: string,
  seen: Record<'preflight' | 'get', Answer> & Record<'path' | 'base', string>,
) {
  const { path, base, preflight, get } = seen;
  const allows = ({ allowed }: Answer) => allowed === '*' || allowed === origin;
  const isPreflightAllowed = allows(preflight) && Math.trunc(preflight.status / 100) === 2;
  const [method, { status, allowed }] = isPreflightAllowed ? ['GET', get] : ['OPTIONS', preflight];
  const header = `Access-Control-Allow-Origin: ${allowed ?? '(none)'}`;
  return {
    holds: isPreflightAllowed && allows(get),
    evidence: `${origin} may call ${path} (${header})`,
    wrong: `${method} ${path} with Origin ${origin} → ${status}, ${header}`,
    diagnosis: 'A browser refuses to show the answer to a page of that origin.',
    fix: 'Add the origin to the CORS settings of the API.',
    command: `curl -i -X OPTIONS -H 'Origin: ${origin}' -H 'Access-Control-Request-Method: GET' ${base}${path}`,
  };
}
