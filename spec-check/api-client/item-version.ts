import type { Json, JsonObject } from './json.ts';

/** Members by which an API notices that somebody else has changed an item meanwhile. */
const names = /^_?(?:(?:lock|row|entity|record)_?)?(?:version|revision|rev)$/i;

/** Whether a member says which state of an item a change is meant for. */
export function isVersion(name: string): boolean {
  return names.test(name);
}

/** The members of an item that say which state it is in. */
export function versionOf(item: JsonObject): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      isVersion(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
