import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from '../../api-client/json.ts';
import { duration } from '../../model/format.ts';
import type { Verdict } from '../../model/verdict.ts';

/** A request and the answer that it must get, as an `http` block writes them. */
export interface HttpBlock {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Undefined for none. */
  readonly body: string | undefined;
  readonly status: number;
  readonly expectedHeaders: readonly (readonly [string, string])[];
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
  const expected = at < 0 ? undefined : /^HTTP(?:\/[\d.]+)?\s+(\d{3})\b/.exec(lines[at] ?? '')?.[1];
  if (expected === undefined)
    throw new Error('expected the answer below the request, as in "HTTP 422"');
  const [first = '', ...rest] = lines.slice(0, at);
  const [, method, path] = /^([A-Z]+)\s+(\/\S*)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(first) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(`expected a method and a path, as in "GET /health", got "${first}"`);
  const request = headersAndBody(rest);
  const answer = headersAndBody(lines.slice(at + 1));
  return {
    method,
    path,
    headers: request.headers,
    body: request.body,
    status: Number(expected),
    expectedHeaders: answer.headers,
    expectedBody: answer.body,
  };
}

function headersAndBody(lines: readonly string[]): {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
} {
  const empty = lines.findIndex((line) => line.trim() === '');
  const head = empty < 0 ? lines : lines.slice(0, empty);
  const body =
    empty < 0
      ? ''
      : lines
          .slice(empty + 1)
          .join('\n')
          .trim();
  const headers = head.map((line) => {
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
  const asked = `${block.method} ${block.path}`;
  const short = answer.text.replace(/\s+/g, ' ').trim().slice(0, 160);
  const said = `${asked} → ${answer.status}${short === '' ? '' : ` ${short}`}`;
  const headers = block.headers.map(([name, value]) => ` -H '${name}: ${value}'`).join('');
  const body = block.body === undefined ? '' : ` -d '${block.body.replaceAll("'", "'\\''")}'`;
  const proven = {
    measured: { status: answer.status, ms: Math.round(answer.ms) },
    command: `curl -i -X ${block.method}${headers}${body} ${url}${block.path}`,
  };
  const wrong = [
    ...(answer.status === block.status ? [] : [`status ${block.status}`]),
    ...block.expectedHeaders
      .filter(([name, value]) => answer.headers.get(name.toLowerCase()) !== value)
      .map(([name, value]) => `${name}: ${value}`),
    ...(bodyHolds(block.expectedBody, answer.text) ? [] : [`the body ${block.expectedBody}`]),
  ];
  if (wrong.length === 0)
    return { status: 'PASS', evidence: `${said}, in ${duration(answer.ms)}`, ...proven };
  return {
    status: 'FAIL',
    evidence: said,
    expected: `${asked} → ${wrong.join(', ')}`,
    actual: [
      `status ${answer.status}`,
      ...block.expectedHeaders.map(
        ([name]) => `${name}: ${answer.headers.get(name.toLowerCase()) ?? '(none)'}`,
      ),
      short || '(no body)',
    ].join(', '),
    fix: `Answer ${asked} as the block in the spec says, or correct the block.`,
    ...proven,
  };
}

function bodyHolds(expected: string | undefined, text: string): boolean {
  if (expected === undefined) return true;
  const [wanted, got] = [expected, text].map(readJson);
  return wanted === undefined
    ? text.trim() === expected
    : got !== undefined && contains(got, wanted);
}

/** Members that the block names are there with their values; lists are compared whole. */
function contains(got: Json, wanted: Json): boolean {
  if (!isObject(wanted)) return isDeepStrictEqual(got, wanted);
  return (
    isObject(got) &&
    Object.entries(wanted).every(([key, value]) => {
      const inner = got[key];
      return value === undefined || (inner !== undefined && contains(inner, value));
    })
  );
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
