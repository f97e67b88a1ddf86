import { isDeepStrictEqual } from 'node:util';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isString = (value: Json | undefined): value is string => typeof value === 'string';

/** Whether an object has all wanted members with their values, others beside them or not; lists are compared whole. */
export function contains(got: Json | undefined, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return isDeepStrictEqual(got, wanted);
  return isObject(got) && Object.entries(wanted).every(([key, value]) => contains(got[key], value));
}

/** The value as an object; an empty one when it is something else. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}

/** What stands under keys inside keys; undefined where there is none. */
export const valueAt = (value: Json | undefined, keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>(
    (found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined),
    value,
  );

export function listAt(value: Json | undefined, key: string): readonly Json[] {
  const inner = isObject(value) ? value[key] : undefined;
  return Array.isArray(inner) ? inner : [];
}

/** Every object inside a value, the outermost first, down to a depth that no honest answer passes. */
export function objectsIn(value: Json | undefined, depth = 8): JsonObject[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap((one) => objectsIn(one, depth - 1));
  return isObject(value) ? [value, ...inner] : inner;
}

/** Whole numbers that JavaScript cannot hold, as some ids are, become text. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text, (_key, value, context?: { readonly source?: string }) => {
      const isExact = typeof value !== 'number' || !/^-?\d{16,}$/.test(context?.source ?? '');
      return isExact || Number.isSafeInteger(value) ? value : context?.source;
    });
  } catch {
    return undefined;
  }
}
