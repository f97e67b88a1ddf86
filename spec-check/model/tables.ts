/** What checks look up in a database, whatever its kind. */
export interface Tables {
  /** Rejects where no answer comes in time. */
  readonly ping: (signal: AbortSignal) => Promise<unknown>;
  /** The present moment, in the database's own terms. */
  readonly now: () => Promise<string>;
  /** The tables with a row of an item, the likeliest first. Throws when the database cannot tell. */
  readonly find: (query: RowQuery, signal: AbortSignal) => Promise<readonly Location[]>;
  /** Whether a row is still there; by the text alone where its table has no key. */
  readonly has: (row: Location, text: string) => Promise<boolean>;
  /** The texts of all rows of a table. */
  readonly texts: (table: string) => Promise<readonly string[]>;
  /** Deletes rows that the API has not deleted. The texts must be ones that only those hold. */
  readonly remove: (table: string, texts: readonly string[]) => Promise<void>;
  /** The rows of one query, which can change nothing; or why the server refuses it. */
  readonly read: (query: string) => Promise<TextRows | string>;
  /** A query as a person types it, or the list of the tables; the variable says where the database is. */
  readonly byHand: (variable: string, query?: string) => string;
}

/** Values as the database prints them. */
export type TextRows = readonly (readonly (string | null)[])[];

export interface Location {
  readonly table: string;
  /** The row's primary key as text; undefined where the table has none. */
  readonly key: string | undefined;
  /** The item's text stands in it; false where only the id does, as in a table that is encrypted. */
  readonly readable: boolean;
}

export interface RowQuery {
  /** Text that no other row has. */
  readonly value: string;
  /** The item's id, and a moment from before it was written: a row with this key that is newer is its row. */
  readonly id?: string;
  readonly since?: string | undefined;
  /** The path of the collection: tables that are called like it come first. */
  readonly hint: string;
}

/** How little a table is called like the hint: 0 is its name. */
export function unlikeness(hint: string, table: string): number {
  const [wanted = '', name = ''] = [hint, table].map((one) =>
    one.toLowerCase().replace(/[^a-z0-9]/g, ''),
  );
  if (wanted === '' || wanted.endsWith(name)) return 0;
  return wanted.includes(name) || name.includes(wanted) ? 1 : 2;
}

/** A match by id alone counts only where no row is readable. */
export function readableFirst(found: readonly Location[]): readonly Location[] {
  const readable = found.filter((row) => row.readable);
  return readable.length > 0 ? readable : found;
}
