import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

/** What Node lets pass and HTTP does not (RFC 9110, 9112); the connection is to end with it. */
export function messageProblem({
  headers,
  rawHeaders,
  httpVersion,
}: IncomingMessage): Problem | undefined {
  const coding = headers['transfer-encoding'];
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) {
    return new Problem(400, 'A request has one Host.');
  }
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return new Problem(501, 'The only transfer coding that is known here is chunked.');
  }
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    return new Problem(417, 'The only expectation that is met here is 100-continue.');
  }
  return undefined;
}
