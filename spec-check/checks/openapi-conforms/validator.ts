import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject, type Json, type JsonObject, listAt, objectAt } from '../../api-client/json.ts';

/** What is wrong with a value by a schema of the document; undefined when nothing is. Throws where the schema is none. */
export type Validate = (schema: Json, value: Json | undefined) => string | undefined;

/** `hidden` are the fields that this direction does not have: `writeOnly` in answers, `readOnly` in requests. */
export function validatorOf(document: JsonObject, hidden: 'readOnly' | 'writeOnly'): Validate {
  const shared = [objectAt(document.components, 'schemas'), objectAt(document, 'definitions')];
  const schemas = shared.flatMap((all): (Json | undefined)[] => Object.values(all));
  const named = new Map(schemas.map((schema = null, index) => [schema, `s${index}`] as const));
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    unicodeRegExp: false,
    logger: false,
    formats,
  });
  const $defs = Object.fromEntries([...named].map(([one, name]) => [name, adapt(one, [], true)]));
  ajv.addSchema({ $id: 'document', $defs });
  return (schema, value = null) =>
    ajv.validate({ allOf: [adapt(schema, [])] }, value)
      ? undefined
      : ajv.errorsText(ajv.errors, { dataVar: 'body' });

  /** OpenAPI's own words as those of JSON Schema; a named schema by its name: it may hold itself. */
  function adapt(schema: Json | undefined, within: readonly Json[], isNamed = false): Json {
    if (Array.isArray(schema)) return schema.map((one) => adapt(one, within));
    if (!isObject(schema)) return schema ?? {};
    const name = named.get(schema);
    if (name !== undefined && !isNamed) return { $ref: `document#/$defs/${name}` };
    if (within.includes(schema)) return {};
    const fields = objectAt(schema, 'properties');
    const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
    const isShown = (field: Json) => objectAt(fields, String(field))[hidden] !== true;
    const convert = (value: Json | undefined) => adapt(value, [...within, schema]);
    const converted: JsonObject = {
      ...mapValues(schema, (value, key) => (isValue.includes(key) ? value : convert(value))),
      properties: mapValues(fields, convert),
      required: listAt(schema, 'required').filter(isShown),
      // A flag beside the limit before OpenAPI 3.1.
      exclusiveMinimum: above === true ? minimum : above || undefined,
      exclusiveMaximum: below === true ? maximum : below || undefined,
      ...{ id: undefined, $id: undefined },
    };
    return schema.nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
  }
}

type Change = (value: Json | undefined, key: string) => Json | undefined;

const mapValues = (object: JsonObject, change: Change): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, one]) => [key, change(one, key)]));

const isValue = ['const', 'enum', 'default', 'example', 'examples', 'type'];

const formats = {
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/,
};
