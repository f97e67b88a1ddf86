import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** The path with its query. */
export type Asked = Message & { readonly method: string; readonly path: string };
export type Answer = Message & { readonly status: number };

/** What is answered to the nth request in place of the truth; undefined breaks the connection. `kept` is the proxy's memory. */
export type Lie = (
  asked: Asked,
  forward: (asked: Asked) => Promise<Answer>,
  nth: number,
  kept: Map<string, Answer>,
) => Promise<Answer | undefined>;

/** An HTTP server of this process in front of an API, and its URL. What `lieTo` has no lie for passes as it comes. */
export async function lyingProxy(
  apiUrl: string,
  lieTo: (method: string, path: string) => Lie | undefined,
  scope: AsyncDisposableStack,
): Promise<string> {
  const kept = new Map<string, Answer>();
  let asks = 0;
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const lie = lieTo(method, path);
    if (lie === undefined) return pass(new URL(path, apiUrl), incoming, outgoing);
    const asked = { method, path, headers, bytes: await buffer(incoming) };
    asks += 1;
    const answer = await lie(asked, (what) => send(apiUrl, what), asks, kept);
    if (answer === undefined) throw new Error('No answer was wanted.');
    outgoing.writeHead(answer.status, framed(answer)).end(answer.bytes);
  };
  // Where the API gives no answer, the proxy gives none.
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  scope.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** Piece by piece: one who is slow to send is slow for the API too. */
async function pass(url: URL, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method, headers } = incoming;
  const upstream = request(url, { method, headers, agent: false });
  outgoing.once('close', () => upstream.destroy());
  // An answer may come before the request is whole.
  pipeline(incoming, upstream).catch(() => {});
  const [answer]: IncomingMessage[] = await once(upstream, 'response');
  outgoing.writeHead(answer?.statusCode ?? 0, answer?.headers);
  if (answer) await pipeline(answer, outgoing);
}

async function send(apiUrl: string, asked: Asked): Promise<Answer> {
  const options = { method: asked.method, headers: framed(asked), agent: false };
  const sent = request(new URL(asked.path, apiUrl), options).end(asked.bytes);
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  if (answer === undefined) throw new Error('Expected an answer.');
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes: await buffer(answer) };
}

/** Headers that say how long this body is. */
function framed({ headers, bytes }: Message) {
  const { 'transfer-encoding': _, 'content-length': _length, ...others } = headers;
  return bytes.length === 0 ? others : { ...others, 'content-length': bytes.length };
}
