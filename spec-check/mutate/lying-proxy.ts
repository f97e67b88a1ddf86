import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Json, parseJson } from '../api-client/json.ts';

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** What is answered to the nth request in place of the truth; undefined breaks the connection. `kept` is the proxy's memory. */
export type Lie = (
  asked: Asked,
  forward: (asked: Asked) => Promise<Answer>,
  nth: number,
  kept: Map<string, Answer>,
) => Promise<Answer | undefined>;

/** An HTTP server of this process in front of an API, and its URL. What `lieTo` has no lie for passes as it comes. */
export async function lyingProxy(
  apiUrl: () => string,
  lieTo: (method: string, path: string) => Lie | undefined,
  scope: AsyncDisposableStack,
): Promise<string> {
  const kept = new Map<string, Answer>();
  let asks = 0;
  const forward = (asked: Asked) => send(apiUrl(), asked);
  const answerWith = async (lie: Lie, asked: Asked, outgoing: ServerResponse) => {
    asks += 1;
    const answer = await lie(asked, forward, asks, kept);
    if (answer === undefined) return outgoing.destroy();
    const { 'transfer-encoding': _, 'content-length': _length, ...headers } = answer.headers;
    const size = answer.bytes.length > 0 && { 'content-length': answer.bytes.length };
    outgoing.writeHead(answer.status, { ...headers, ...size });
    return outgoing.end(answer.bytes);
  };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const lie = lieTo(method, path);
    if (lie === undefined) await pass(new URL(path, apiUrl()), incoming, outgoing);
    else await answerWith(lie, { method, path, headers, bytes: await buffer(incoming) }, outgoing);
  };
  // Where the API gives no answer, the proxy gives none.
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  scope.defer(async () => {
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** A message with another body. */
export function withJson<M extends Asked | Answer>(message: M, body: Json): M {
  const headers = { ...message.headers, 'content-type': 'application/json' };
  return { ...message, headers, bytes: Buffer.from(JSON.stringify(body)) };
}

export function jsonOf({ bytes }: Pick<Answer, 'bytes'>): Json | undefined {
  return parseJson(bytes.toString());
}

/** Piece by piece: one who is slow to send is slow for the API too. */
async function pass(url: URL, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method, headers } = incoming;
  const upstream = request(url, { method, headers, agent: false });
  outgoing.once('close', () => upstream.destroy());
  // An answer may come before the request is whole.
  pipeline(incoming, upstream).catch(() => {});
  const answer = await answerTo(upstream);
  outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
  await pipeline(answer, outgoing);
}

async function send(apiUrl: string, { method, path, headers, bytes }: Asked): Promise<Answer> {
  const { 'transfer-encoding': _, 'content-length': _length, ...given } = headers;
  const size = bytes.length > 0 && { 'content-length': bytes.length };
  const sent = { method, headers: { ...given, ...size }, agent: false };
  const answer = await answerTo(request(new URL(path, apiUrl), sent).end(bytes));
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes: await buffer(answer) };
}

function answerTo(sent: ReturnType<typeof request>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => sent.once('response', resolve).on('error', reject));
}
