import type { Login } from '../model/settings.ts';
import { Ambiguous } from '../model/verdict.ts';
import { whenReady } from './exchange.ts';
import { valueAt } from './json.ts';

/** The header that requests carry after a login. */
export async function logIn(baseUrl: string, login: Login, signal: AbortSignal) {
  const found = await tokenOf(baseUrl, login, signal);
  const [name = '', ...value] = login.header.replace(/\$\{token\}/, () => found).split(':');
  return { [name.toLowerCase()]: value.join(':').trim() };
}

export async function tokenOf(
  baseUrl: string,
  { path, method, body, form, register, token }: Login,
  signal: AbortSignal,
): Promise<string> {
  const mediaType = 'application/x-www-form-urlencoded';
  const sent = form ? { form: String(new URLSearchParams(form)), mediaType } : { body: body ?? {} };
  const request = { method, ...sent, signal };
  // A second container on the same database has the account already.
  if (register !== undefined)
    await whenReady(baseUrl, { ...request, method: 'POST', path: register });
  const answer = await whenReady(baseUrl, { ...request, path });
  const found = valueAt(answer.body, token.split('.'));
  if (typeof found !== 'string' || answer.status >= 300)
    throw new Ambiguous(
      `The login gives no token: ${request.method} ${path} → ${answer.status}, and nothing stands at ${token}`,
      'Correct login in the front matter: path, body or form, and token, which says where it stands.',
    );
  return found;
}
