import type { Sql } from 'postgres';
import { Ambiguous } from '../model/check.ts';
import { type ApiHints, chooseResources, type KnownApi } from './discover.ts';
import { type Exchange, NoAnswer } from './exchange.ts';
import { pathOf } from './item.ts';
import type { Json } from './json.ts';
import { createItem, NothingToWrite, type Parent, removeParents, sent } from './new-item.ts';
import type { ApiResource } from './resource.ts';
import { findRows, removeRows } from './rows.ts';

/** One item that was asked for, made or not. */
export interface Creation extends AsyncDisposable {
  readonly answer: Exchange;
  readonly created: boolean;
  /** The request, to send it again. */
  readonly request: { readonly path: string; readonly body: Json; readonly mediaType: string };
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
  const resource = creatable(api, hints);
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
  const table = async () =>
    sql && (await findRows(sql, { value, hint: resource.collection }, signal))[0]?.table;
  return {
    answer,
    created,
    request: { path: pathOf(api.document, create), ...sent(create, sample) },
    table: created ? await table() : undefined,
    async [Symbol.asyncDispose]() {
      try {
        const holds = await table();
        if (sql === undefined) return;
        if (holds !== undefined) await removeRows(sql, holds, [value]);
        await removeParents(sql, parents, signal);
      } catch {
        // The role may not be allowed to; a row more does no harm.
      }
    },
  };
}

/** The first resource that can be created without another one, whole or not. */
function creatable(api: KnownApi, hints: ApiHints): ApiResource | undefined {
  const choice = chooseResources({ ...api, nested: [] }, hints);
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
