import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

/** What Node lets pass and HTTP does not (RFC 9110, 9112); the connection is to end with it. */
export function messageProblem({ headers, httpVersion }: IncomingMessage): Problem | undefined {
  const { host, 'transfer-encoding': coding } = headers;
  // The server joins several by commas.
  if (host === undefined ? httpVersion === '1.1' : host.includes(','))
    return new Problem(400, 'A request has one Host.');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return new Problem(501, 'The only transfer coding that is known here is chunked.');
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue')
    return new Problem(417, 'The only expectation that is met here is 100-continue.');
  return undefined;
}
