import { contains, parseJson } from '../../api-client/json.ts';
import { duration } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import type { Verdict } from '../../model/verdict.ts';

type Headers = readonly (readonly [string, string])[];

/** A request and the answer that it must get, as an `http` block writes them. */
export interface HttpBlock {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  /** Undefined for none. */
  readonly body: string | undefined;
  readonly status: number;
  readonly expectedHeaders: Headers;
  /** JSON: these members, others may stand beside them; text: exactly this. Undefined: any. */
  readonly expectedBody: string | undefined;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly ms: number;
}

/**
 * Reads a block:
 *
 *     POST /tasks
 *     Content-Type: application/json
 *
 *     {"title": ""}
 *
 *     HTTP 422
 *
 * After `HTTP STATUS` headers may follow, and after an empty line the body. Throws with what is wrong.
 */
export function readHttpBlock(source: string): HttpBlock {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const at = lines.findIndex((line) => /^HTTP(?:\/[\d.]+)?\s/.test(line));
  const status = /^HTTP\S*\s+(\d{3})\b/.exec(lines[at] ?? '')?.[1];
  if (status === undefined)
    throw new Error('expected the answer below the request, as in "HTTP 422"');
  const [first = '', ...rest] = lines.slice(0, at);
  const [, method, path] = /^([A-Z]+)\s+(\/\S*)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(first) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(`expected a method and a path, as in "GET /health", got "${first}"`);
  const request = headersAndBody(rest);
  const answer = headersAndBody(lines.slice(at + 1));
  return {
    ...{ method, path, ...request },
    status: Number(status),
    expectedHeaders: answer.headers,
    expectedBody: answer.body,
  };
}

function headersAndBody(lines: readonly string[]): Pick<HttpBlock, 'headers' | 'body'> {
  const empty = [...lines, ''].findIndex((line) => line.trim() === '');
  const body = lines.slice(empty).join('\n').trim();
  const headers = lines.slice(0, empty).map((line) => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`expected a header, as in "Content-Type: application/json", got "${line}"`);
    return [name, value.trim()] as const;
  });
  return { headers, body: body === '' ? undefined : body };
}

/** Sends the request of a block. */
export async function sendHttpBlock(
  baseUrl: string,
  { method, path, headers, body }: HttpBlock,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const started = performance.now();
  const response = await fetch(baseUrl + path, {
    method,
    redirect: 'manual',
    headers: [
      ...headers.map(([name, value]): [string, string] => [name, value]),
      ['connection', 'close'],
    ],
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: new Map(response.headers),
    text,
    ms: performance.now() - started,
  };
}

/** Whether the answer is the one that the block names. */
export function judgeHttp(block: HttpBlock, answer: HttpAnswer, url: string): Verdict {
  const { method, path, status, expectedHeaders, expectedBody } = block;
  const short = answer.text.replace(/\s+/g, ' ').trim().slice(0, 160);
  const said = `${method} ${path} → ${answer.status}${short === '' ? '' : ` ${short}`}`;
  const headerOf = (name: string) => answer.headers.get(name.toLowerCase());
  const wrong = [
    ...(answer.status === status ? [] : [`status ${status}`]),
    ...expectedHeaders
      .filter(([name, value]) => headerOf(name) !== value)
      .map(([name, value]) => `${name}: ${value}`),
    ...(bodyHolds(expectedBody, answer.text) ? [] : [`the body ${expectedBody}`]),
  ];
  const shownHeaders = expectedHeaders.map(([name]) => `${name}: ${headerOf(name) ?? '(none)'}`);
  return judged({
    holds: wrong.length === 0,
    evidence: `${said}, in ${duration(answer.ms)}`,
    wrong: said,
    expected: `${method} ${path} → ${wrong.join(', ')}`,
    actual: [`status ${answer.status}`, ...shownHeaders, short || '(no body)'].join(', '),
    fix: `Answer ${method} ${path} as the block in the spec says, or correct the block.`,
    measured: { status: answer.status, ms: Math.round(answer.ms) },
    command: curlOf(block, url),
  });
}

function curlOf({ method, path, headers, body }: HttpBlock, url: string): string {
  const options = [
    ...headers.map(([name, value]) => ` -H '${name}: ${value}'`),
    ...(body === undefined ? [] : [` -d '${body.replaceAll("'", "'\\''")}'`]),
  ];
  return `curl -i -X ${method}${options.join('')} ${url}${path}`;
}

function bodyHolds(expected: string | undefined, text: string): boolean {
  if (expected === undefined) return true;
  const wanted = parseJson(expected);
  if (wanted === undefined) return text.trim() === expected;
  const got = parseJson(text);
  return got !== undefined && contains(got, wanted);
}
