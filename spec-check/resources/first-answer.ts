import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { connectLimit } from '../diagnosis/database-advice.ts';

/** Rejects when no answer comes: a server that closes every connection makes the driver try for ever. */
export async function firstAnswer(sql: Sql, signal: AbortSignal): Promise<void> {
  const over = sleep(connectLimit + 1000, undefined, { signal, ref: false }).then(() => {
    throw Object.assign(new Error('no answer'), { code: 'CONNECT_TIMEOUT' });
  });
  await Promise.race([sql`select 1`, over]);
}
