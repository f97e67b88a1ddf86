import type { Exchange } from './exchange.ts';
import type { JsonObject } from './json.ts';
import type { ApiResource } from './resource.ts';
import type { Location } from './rows.ts';
import type { Sample } from './sample.ts';

/** One item changes and is deleted; what was made before and after it must stay as it is. */
export type Role = 'older' | 'subject' | 'newer' | 'special' | 'long' | 'batch';
export type Since = 'create' | 'replace' | 'change' | 'delete' | 'later';

/** What was done and seen, in order; what it means is for `judge-crud.ts` to say. */
export type Step =
  | {
      readonly kind: 'create';
      readonly role: Role;
      readonly id: string | undefined;
      readonly answer: Exchange;
    }
  /** A value that the document allows and the API refuses with 4xx, where it takes another one. */
  | { readonly kind: 'refused'; readonly what: string; readonly answer: Exchange }
  | {
      readonly kind: 'read';
      readonly role: Role;
      readonly since: Since;
      readonly expected: Sample | 'gone';
      readonly declared: ReadonlySet<string> | undefined;
      readonly answer: Exchange;
    }
  | {
      readonly kind: 'list';
      readonly since: Since;
      /** How many items were made and not deleted. */
      readonly items: number;
      readonly expected: readonly {
        readonly sample: Sample | 'gone';
        readonly entry: JsonObject | undefined;
      }[];
      readonly answer: Exchange;
    }
  | {
      readonly kind: 'rows';
      readonly role: Role;
      readonly since: Since;
      readonly value: string;
      /** Where its row is. */
      readonly there: readonly Location[];
    }
  | {
      readonly kind: 'rows-left';
      readonly value: string;
      /** Where it was before the DELETE, and where it still is. */
      readonly before: readonly Location[];
      readonly left: readonly Location[];
      /** The document says that deleted items are kept. */
      readonly mayStay: boolean;
    }
  | {
      readonly kind: 'update';
      readonly since: 'replace' | 'change';
      readonly answer: Exchange;
    }
  /** Items made at the same time. */
  | {
      readonly kind: 'batch';
      readonly ids: readonly (string | undefined)[];
      readonly answers: readonly Exchange[];
    }
  | { readonly kind: 'delete'; readonly answer: Exchange }
  | { readonly kind: 'silence'; readonly request: string; readonly reason: string };

export interface CrudTrace {
  readonly resource: ApiResource;
  readonly story: readonly Step[];
  /** Fields of the document that no request filled in. */
  readonly untried: readonly string[];
}
