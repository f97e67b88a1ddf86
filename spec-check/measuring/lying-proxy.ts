import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

type Message = Readonly<{ headers: IncomingHttpHeaders; text: string }>;
export type ProxiedRequest = Message & Readonly<{ method: string; path: string }>;
type Answer = Message & Readonly<{ status: number }>;
type Forward = (asked: ProxiedRequest) => Promise<Answer>;

/** What is answered in place of the truth; a rejection breaks the connection. The memory is the proxy's: how many requests were lied to, this one included, and answers that a lie keeps. */
export type Lie = (
  asked: ProxiedRequest,
  forward: Forward,
  memory: { readonly asks: number; readonly kept: Map<string, Answer> },
) => Promise<Answer>;

/** An HTTP server of this process in front of an API, and its URL. What there is no lie to passes as it comes. Rejects where it cannot listen. */
export async function lyingProxy(
  apiUrl: () => string,
  liesTo: (method: string, path: string) => readonly Lie[],
  scope: AsyncDisposableStack,
  { host = '127.0.0.1', port = 0 } = {},
): Promise<string> {
  const memory = { asks: 0, kept: new Map<string, Answer>() };
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    const open = (asked: Omit<ProxiedRequest, 'text'>, body: Readable) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const options = { ...asked, agent: false, signal: gone.signal };
        const upstream = request(apiUrl(), options, resolve);
        upstream.on('error', reject);
        // An answer may come before the request is whole.
        pipeline(body, upstream).catch(() => {});
      });
    const forward: Forward = async (asked) => {
      const own = { method: asked.method, path: asked.path, headers: framed(asked) };
      const answer = await open(own, Readable.from([asked.text]));
      const { statusCode: status = 0, headers } = answer;
      return { status, headers, text: await text(answer) };
    };
    try {
      const lies = liesTo(method, path);
      if (lies.length === 0) {
        // Piece by piece: one who is slow to send is slow for the API too.
        const answer = await open({ method, path, headers }, incoming);
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
        return await pipeline(answer, outgoing);
      }
      const asked = { method, path, headers, text: await text(incoming) };
      memory.asks += 1;
      // Each takes the answer of the one before for the truth.
      const tell = lies.reduce<Forward>((truth, lie) => (one) => lie(one, truth, memory), forward);
      const answer = await tell(asked);
      outgoing.writeHead(answer.status, framed(answer)).end(answer.text);
    } catch {
      // Where the API gives no answer, the proxy gives none.
      outgoing.destroy();
    }
  });
  await once(server.listen(port, host), 'listening');
  scope.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://${host.includes(':') ? `[${host}]` : host}:${typeof address === 'object' ? address?.port : ''}`;
}

/** Headers that say how long this text is, and ask for no other encoding. */
function framed({ headers, text }: Message) {
  const { 'transfer-encoding': _, 'content-length': _length, ...others } = headers;
  const own = { ...others, 'accept-encoding': 'identity' };
  return text === '' ? own : { ...own, 'content-length': String(Buffer.byteLength(text)) };
}
