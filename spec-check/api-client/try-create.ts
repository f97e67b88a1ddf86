import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { type ApiHints, chooseResources, type KnownApi } from './discover.ts';
import { type Exchange, NoAnswer, pause } from './exchange.ts';
import { pathOf } from './item.ts';
import type { Json } from './json.ts';
import { createItem, NothingToWrite, removeParents, sent } from './new-item.ts';
import type { ApiResource } from './resource.ts';
import { findRows, removeRows } from './rows.ts';

/** A request for one more item; `mark` is what its row is recognised by. */
export interface Another {
  readonly request: { readonly path: string; readonly body: Json; readonly mediaType: string };
  readonly mark: string;
  /** Removes its row, where the table is known. */
  readonly remove: () => Promise<void>;
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
  { baseUrl, api, sql }: { readonly baseUrl: string; readonly api: KnownApi; readonly sql: Sql },
  hints: ApiHints,
  signal: AbortSignal,
): Promise<Creation | undefined> {
  const resource = creatable(api, hints);
  const create = resource?.acts.create;
  if (resource === undefined || create === undefined) return undefined;
  const made = await createItem({ baseUrl, api, signal }, resource, 0).catch((error: unknown) => {
    if (error instanceof NothingToWrite) return undefined;
    throw error;
  });
  if (made === undefined) return undefined;
  const { sample, answer } = made.step;
  const mark = String(sample.value);
  const created = answer.status >= 200 && answer.status < 300;
  const table = async () => {
    // One that answers before it writes has it a moment later.
    for (let attempt = 0; ; attempt += 1) {
      const [found] = await findRows(sql, mark, resource.collection, signal);
      if (found !== undefined || attempt === 3) return found?.table;
      await pause(100, signal);
    }
  };
  const holds = created ? await table() : undefined;
  const request = { path: pathOf(api.document, create), ...sent(create, sample) };
  return {
    answer,
    created,
    another() {
      // As long as the mark that it replaces: a text may have a limit.
      const other = randomBytes(mark.length).toString('hex').slice(0, Math.min(8, mark.length));
      const value = mark.slice(0, mark.length - other.length) + other;
      return {
        request: { ...request, body: replaced(request.body, mark, value) },
        mark: value,
        async remove() {
          // The role may not be allowed to; a row more does no harm.
          if (holds !== undefined) await removeRows(sql, holds, value).catch(() => {});
        },
      };
    },
    table: holds,
    async [Symbol.asyncDispose]() {
      try {
        const left = holds ?? (await table());
        if (left !== undefined) await removeRows(sql, left, mark);
        await removeParents(sql, made.parents, signal);
      } catch {
        // The role may not be allowed to; a row more does no harm.
      }
    },
  };
}

/** The same JSON with another text in place of one. */
function replaced(body: Json, text: string, other: string): Json {
  const quoted = (value: string) => JSON.stringify(value).slice(1, -1);
  return JSON.parse(JSON.stringify(body).replaceAll(quoted(text), quoted(other)));
}

/** The first resource that can be created, whole or not. */
function creatable(api: KnownApi, hints: ApiHints): ApiResource | undefined {
  const choice = chooseResources(api, hints);
  if (choice.kind === 'chosen') return choice.resources[0];
  return choice.kind === 'incomplete' ? choice.resource : undefined;
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
