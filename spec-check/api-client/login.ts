import { type Login, tokenPlace } from '../model/settings.ts';
import { Ambiguous } from '../model/verdict.ts';
import { whenReady } from './exchange.ts';
import { valueAt } from './json.ts';

/** The header that requests carry after a login. */
export async function logIn(baseUrl: string, login: Login, signal: AbortSignal) {
  const { token, header } = await openSession(baseUrl, login, signal);
  const [name = '', ...value] = header.replace(tokenPlace, () => token).split(':');
  return { [name.toLowerCase()]: value.join(':').trim() };
}

/** What a login gives: the token in its answer, or its cookies where there is none. */
export async function openSession(
  baseUrl: string,
  { path, method, body, form, register, token: at, header }: Login,
  signal: AbortSignal,
) {
  const mediaType = 'application/x-www-form-urlencoded';
  const sent = form ? { form: String(new URLSearchParams(form)), mediaType } : { body: body ?? {} };
  const request = { method, ...sent, signal };
  // A second container on the same database has the account already.
  if (register !== undefined)
    await whenReady(baseUrl, { ...request, method: 'POST', path: register });
  const { status, headers, body: answer } = await whenReady(baseUrl, { ...request, path });
  const token = valueAt(answer, at.split('.'));
  if (typeof token === 'string' && status < 300) return { token, header };
  const cookie = headers['set-cookie']?.map((one) => one.split(';')[0]).join('; ');
  // A form is answered with a redirect.
  if (cookie && status < 400) return { token: cookie, header: `Cookie: ${tokenPlace}` };
  throw new Ambiguous(
    `The login gives no token: ${request.method} ${path} → ${status}, and nothing stands at ${at}, nor is there a cookie`,
    'Correct login in the front matter: path, body or form, and token, which says where it stands.',
  );
}
