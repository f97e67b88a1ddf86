import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** A request as the proxy got it. */
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

/** What is answered in place of the truth; undefined breaks the connection. */
export type Lie = (
  asked: Asked,
  forward: (asked: Asked) => Promise<Answer>,
  before: Before,
) => Promise<Answer | undefined>;

/** What the lie knows of its proxy: its how manieth request this is, and what it wants to keep. */
export interface Before {
  readonly nth: number;
  readonly kept: Map<string, Answer>;
}

export interface LyingProxy extends AsyncDisposable {
  readonly url: string;
}

/** An HTTP server of this process in front of an API: what `lieTo` has no lie for passes through as it comes. */
export async function lyingProxy(
  apiUrl: () => string,
  lieTo: (method: string, path: string) => Lie | undefined,
): Promise<LyingProxy> {
  const kept = new Map<string, Answer>();
  let nth = 0;
  const answerWith = async (lie: Lie, incoming: IncomingMessage, outgoing: ServerResponse) => {
    const asked = { ...lineOf(incoming), headers: incoming.headers, bytes: await buffer(incoming) };
    nth += 1;
    const given = await lie(asked, (what) => send(apiUrl(), what), { nth, kept });
    if (given === undefined) return outgoing.destroy();
    const { 'transfer-encoding': _, 'content-length': length, ...headers } = given.headers;
    const size = given.bytes.length || (asked.method === 'HEAD' ? length : undefined);
    outgoing.writeHead(given.status, { ...headers, ...(size && { 'content-length': size }) });
    return outgoing.end(given.bytes);
  };
  const server = createServer((incoming, outgoing) => {
    const { method, path } = lineOf(incoming);
    const lie = lieTo(method, path);
    const done = lie ? answerWith(lie, incoming, outgoing) : pass(apiUrl(), incoming, outgoing);
    // An API that gives no answer: neither does the proxy.
    done.catch(() => outgoing.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

const lineOf = ({ method = 'GET', url = '/' }: IncomingMessage) => ({ method, path: url });

/** As it comes, so that one who is slow to send is slow for the API too. */
async function pass(apiUrl: string, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method, headers } = incoming;
  const upstream = request(new URL(incoming.url ?? '/', apiUrl), { method, headers, agent: false });
  outgoing.once('close', () => upstream.destroy());
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve).once('error', reject);
  });
  // An answer may come before the request is whole.
  pipeline(incoming, upstream).catch(() => {});
  const answer = await answered;
  outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
  await pipeline(answer, outgoing);
}

function send(apiUrl: string, { method, path, headers, bytes }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { 'transfer-encoding': _, 'content-length': _length, ...given } = headers;
    const size = bytes.length > 0 && { 'content-length': bytes.length };
    const options = { method, headers: { ...given, ...size }, agent: false };
    request(new URL(path, apiUrl), options, (answer) => {
      const { statusCode: status = 0, headers } = answer;
      buffer(answer).then((bytes) => resolve({ status, headers, bytes }), reject);
    })
      .on('error', reject)
      .end(bytes);
  });
}
