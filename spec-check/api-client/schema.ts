import { isObject, type Json, type JsonObject, listAt, objectAt } from './json.ts';

/** One plain schema: `allOf` merged, the first branch taken that is not null. */
export function flatten(schema: Json | undefined, depth = 12): JsonObject {
  if (!isObject(schema) || depth === 0) return {};
  const within = (key: string) => listAt(schema, key).map((part) => flatten(part, depth - 1));
  const branches = [...within('anyOf'), ...within('oneOf')].filter(({ type }) => type !== 'null');
  const parts = [schema, ...within('allOf'), ...branches.slice(0, 1)];
  return Object.assign({}, ...parts, {
    properties: Object.assign({}, ...parts.map((part) => objectAt(part, 'properties'))),
    required: parts.flatMap((part) => listAt(part, 'required')),
  });
}

/** The fields that a client may send, each as a plain schema. */
export const writableFields = (shape: JsonObject): Readonly<Record<string, JsonObject>> =>
  Object.fromEntries(
    Object.entries(objectAt(shape, 'properties'))
      .map(([name, field]) => [name, flatten(field)] as const)
      .filter(([, { readOnly }]) => readOnly !== true),
  );

/** The type apart from `null`; told by the members where it is not written. */
export function typeOf(schema: JsonObject): Json | undefined {
  const type = [schema.type].flat().find((one) => one !== 'null');
  if (type !== undefined) return type;
  if (Object.keys(objectAt(schema, 'properties')).length > 0) return 'object';
  return schema.items === undefined ? undefined : 'array';
}

export const exampleOf = (schema: JsonObject): Json | undefined =>
  schema.example ?? listAt(schema, 'examples')[0] ?? schema.default;

export function numberAt(schema: JsonObject, key: string, otherwise: number): number {
  const value = schema[key];
  return typeof value === 'number' ? value : otherwise;
}

/** The least and the greatest multiple of `step` that the schema allows, which starts at 1 where it may. */
export function range(schema: JsonObject, step = 1) {
  // A number in OpenAPI 3.1, a flag beside `minimum` before.
  const { exclusiveMinimum: above, exclusiveMaximum: below, format } = schema;
  const greatest = format === 'int64' ? 2 ** 53 - 1 : 2 ** 31 - 1;
  const most =
    typeof below === 'number'
      ? below - step
      : numberAt(schema, 'maximum', greatest) - (below === true ? step : 0);
  const least =
    typeof above === 'number'
      ? above + step
      : numberAt(schema, 'minimum', most < 1 ? most - 100 * step : 1) + (above === true ? step : 0);
  return { least, most };
}
