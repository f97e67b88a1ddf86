import { createHash } from 'node:crypto';
import type { Task } from './schema.ts';

/** Names a state of a task; strong: tasks with the same tag are the same byte for byte (RFC 9110, 8.8.3). */
export function etagOf(task: Task): string {
  return `"${createHash('sha1').update(JSON.stringify(task)).digest('base64url')}"`;
}

export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/**
 * Whether a task that has this tag may be changed (RFC 9110, 13.1). If-Match compares strongly: a
 * weak tag never matches. If-None-Match compares weakly.
 */
export function permits({ ifMatch, ifNoneMatch }: Preconditions, etag: string): boolean {
  if (ifMatch !== undefined && !lists(ifMatch, etag)) return false;
  return ifNoneMatch === undefined || !lists(ifNoneMatch.replaceAll('W/', ''), etag);
}

function lists(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim());
  return tags.includes('*') || tags.includes(etag);
}
