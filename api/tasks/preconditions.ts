import { hash } from 'node:crypto';

/** Names a state of a task, given as it is sent; strong: the same tag, the same bytes (RFC 9110, 8.8.3). */
export const etagOf = (text: string): string => `"${hash('sha1', text, 'base64url')}"`;

type Preconditions = Readonly<Record<'ifMatch' | 'ifNoneMatch', string | undefined>>;

/** Whether a task with this tag may be changed (RFC 9110, 13.1; If-Match compares strongly). */
export function permits({ ifMatch = '*', ifNoneMatch = '' }: Preconditions, etag: string): boolean {
  const isAsSeen = lists(ifMatch, (tag) => tag === etag);
  return isAsSeen && !lists(ifNoneMatch, (tag) => tag.replace(/^W\//, '') === etag);
}

function lists(header: string, matches: (tag: string) => boolean): boolean {
  // A tag may hold commas.
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return header.trim() === '*' || tags.some(matches);
}
