import { randomInt } from 'node:crypto';
import type { Sql } from 'postgres';
import { Ambiguous } from '../model/verdict.ts';
import type { ApiHints, KnownApi } from './discover.ts';
import { type Exchange, NoAnswer, pause } from './exchange.ts';
import { pathOf } from './item.ts';
import type { Json } from './json.ts';
import { createItem, NothingToWrite, type Parent, removeParents, sent } from './new-item.ts';
import { findRows, removeRows } from './rows.ts';
import { creatable } from './use-resource.ts';

/** A request for one more item; `mark` is what its row is recognised by. */
export interface Another {
  readonly request: { readonly path: string; readonly body: Json; readonly mediaType: string };
  readonly mark: string;
}

/** One item that was asked for, made or not. */
export interface Creation extends AsyncDisposable {
  readonly answer: Exchange;
  readonly created: boolean;
  /** The same request with a mark of its own. */
  readonly another: () => Another;
  /** Where its row is: `public.tasks`; undefined where no table has it. */
  readonly table: string | undefined;
}

/**
 * Creates an item through an API whose CRUD is not what is to be proven. Undefined when nobody can
 * tell what to send. Disposing removes every row with the item's mark.
 */
export async function tryCreate(
  {
    baseUrl,
    api,
    sql,
  }: { readonly baseUrl: string; readonly api: KnownApi; readonly sql: Sql | undefined },
  hints: ApiHints,
  signal: AbortSignal,
): Promise<Creation | undefined> {
  const resource = creatable({ ...api, nested: [] }, hints);
  const create = resource?.acts.create;
  if (resource === undefined || create === undefined) return undefined;
  const parents: Parent[] = [];
  const live = { baseUrl, api, signal };
  const made = await createItem(live, resource, { variant: 0, parents }).catch((error: unknown) => {
    if (error instanceof NothingToWrite || error instanceof Ambiguous) return undefined;
    throw error;
  });
  if (made === undefined) return undefined;
  const { sample, answer } = made;
  const value = sample.trace;
  const created = answer.status >= 200 && answer.status < 300;
  const table = async () => {
    if (sql === undefined) return undefined;
    // One that answers before it writes has it a moment later.
    for (let attempt = 0; ; attempt += 1) {
      const [found] = await findRows(sql, { value, hint: resource.collection }, signal);
      if (found !== undefined || attempt === 10) return found?.table;
      await pause(100, signal);
    }
  };
  const holds = created ? await table() : undefined;
  const request = { path: pathOf(api.document, create), ...sent(create, sample) };
  const marks = [value];
  return {
    answer,
    created,
    another() {
      // Letters and digits where they were, and as many: a text may have a pattern or a limit.
      const mark = value.replace(/[a-z1-9]/gi, other);
      marks.push(mark);
      return { mark, request: { ...request, body: replaced(request.body, value, mark) } };
    },
    table: holds,
    async [Symbol.asyncDispose]() {
      try {
        if (sql === undefined) return;
        const left = holds ?? (await table());
        if (left !== undefined) await removeRows(sql, left, marks);
        await removeParents(sql, parents, signal);
      } catch {
        // The role may not be allowed to; a row more does no harm.
      }
    },
  };
}

function other(character: string): string {
  if (character <= '9') return String(randomInt(1, 10));
  return String.fromCharCode((character < 'a' ? 65 : 97) + randomInt(26));
}

/** The same JSON with another text in place of one. */
function replaced(body: Json, text: string, other: string): Json {
  const quoted = (value: string) => JSON.stringify(value).slice(1, -1);
  return JSON.parse(JSON.stringify(body).replaceAll(quoted(text), quoted(other)));
}

/** Undefined in place of an exception when the API gives no answer. */
export async function unlessSilent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
