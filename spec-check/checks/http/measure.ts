import { curl, type Exchange, exchange, shownExchange, unwell } from '../../api-client/exchange.ts';
import { contains, parseJson } from '../../api-client/json.ts';
import { openSession } from '../../api-client/login.ts';
import { duration } from '../../model/format.ts';
import type { ByHand } from '../../model/resources.ts';
import { type Login, tokenPlace } from '../../model/settings.ts';
import { Ambiguous } from '../../model/verdict.ts';

/** Reads a block; behind `HTTP 422` headers may follow, and after an empty line a body. Throws with what is wrong. */
export function readHttpBlock(source: string) {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const at = lines.findIndex((line) => /^HTTP(?:\/[\d.]+)?\s/.test(line));
  const status = /^HTTP\S*\s+(\d{3})\b/.exec(lines[at] ?? '')?.[1];
  if (status === undefined)
    throw new Error('expected the answer below the request, as in "HTTP 422"');
  const [first = '', ...rest] = lines.slice(0, at);
  const [, method, path] = /^([A-Z]+)\s+(\/\S*)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(first) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(`expected a method and a path, as in "GET /health", got "${first}"`);
  const answer = readMessage(lines.slice(at + 1));
  return { method, path, ...readMessage(rest), status: Number(status), answer };
}

type HttpBlock = ReturnType<typeof readHttpBlock>;

/** Of an answer, JSON names members, others may stand beside them; text is exactly this. */
function readMessage(lines: readonly string[]) {
  const empty = [...lines, ''].findIndex((line) => line.trim() === '');
  const headers = lines.slice(0, empty).map((line) => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`expected a header, as in "Content-Type: application/json", got "${line}"`);
    return [name, value.trim()] as const;
  });
  const body = lines.slice(empty).join('\n').trim() || undefined;
  return { headers: Object.fromEntries<string>(headers), body };
}

/** `${token}` in a header is what the project's login gives. Throws Ambiguous where there is none. */
export async function sendHttpBlock(
  baseUrl: string,
  { method, path, headers, body }: HttpBlock,
  login: Login | undefined,
  signal: AbortSignal,
): Promise<Exchange> {
  const given = Object.entries({ accept: '*/*', ...headers });
  const isPrivate = given.some(([, value]) => value.includes(tokenPlace));
  if (isPrivate && login === undefined)
    throw new Ambiguous(
      `The block sends ${tokenPlace}, and the spec says no login`,
      'Say in the front matter how to get one: login: { path: /auth/login, body: { … } }',
    );
  const { token } = isPrivate && login ? await openSession(baseUrl, login, signal) : { token: '' };
  const sent = given.map(([name, value]) => [name, value.replace(tokenPlace, () => token)]);
  const request = { method, path, form: body, mediaType: 'text/plain;charset=UTF-8', signal };
  return exchange(baseUrl, { ...request, headers: Object.fromEntries(sent) });
}

export function judgeHttp(
  block: HttpBlock,
  seen: Pick<Exchange, 'status' | 'headers' | 'text' | 'ms'>,
  { command: run, shownUrl: url }: ByHand,
) {
  const { method, path, status, answer } = block;
  const headers = Object.keys(answer.headers).map((name) => {
    const got = seen.headers[name.toLowerCase()];
    return { name, got: Array.isArray(got) ? got.join(', ') : got };
  });
  const wrong = [
    ...(seen.status === status ? [] : [`status ${status}`]),
    ...headers
      .filter(({ name, got }) => got !== answer.headers[name])
      .map(({ name }) => `${name}: ${answer.headers[name]}`),
    ...(bodyHolds(answer.body, seen.text) ? [] : [`the body ${answer.body}`]),
  ];
  const summary = shownExchange({ method, path, ...seen });
  return {
    holds: wrong.length === 0,
    evidence: `${summary}, in ${duration(seen.ms)}`,
    wrong: summary,
    expected: `${method} ${path} → ${wrong.join(', ')}`,
    actual: [summary, ...headers.map(({ name, got = '(none)' }) => `${name}: ${got}`)].join(', '),
    fix: `Answer ${method} ${path} as the block in the spec says, or correct the block${seen.status === 401 ? ` (what the login gives is sent by Authorization: Bearer ${tokenPlace}, or by Cookie: ${tokenPlace})` : ''}.`,
    unwell: unwell(seen),
    measured: { status: seen.status, ms: Math.round(seen.ms) },
    command: `${run} & sleep 3; ${curl(url, { method, path, sent: block.body }, block.headers)}`,
  };
}

function bodyHolds(expected: string | undefined, text: string): boolean {
  if (expected === undefined) return true;
  const wanted = parseJson(expected);
  return wanted === undefined ? text.trim() === expected : contains(parseJson(text), wanted);
}
