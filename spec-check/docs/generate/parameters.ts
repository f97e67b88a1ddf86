import * as z from 'zod';
import { table } from './table.ts';

/** The parameters of a check as its schema has them; undefined when it has none. */
export function parametersTable(params: z.ZodType): string | undefined {
  const { anyOf, ...whole } = z.toJSONSchema(params, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  const rows = (anyOf ?? [whole]).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, schema]) => [
      `\`${name}\``,
      kindOf(schema),
      anyOf !== undefined
        ? 'one of these'
        : (defaultOf(schema) ?? (required.includes(name) ? 'has to be given' : 'may be left out')),
      schema.description ?? '',
    ]),
  );
  if (rows.length === 0) return undefined;
  return table(['parameter', 'is', 'without it', 'says'], rows);
}

/** What of JSON Schema zod uses for parameters. */
interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function kindOf(schema: JsonSchema): string {
  const { type, items, minimum, maximum } = schema;
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(', or ');
  if (schema.enum !== undefined) return schema.enum.map(code).join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  if (type === 'array') return `a list of ${items === undefined ? 'anything' : kindOf(items)}`;
  if (type === 'integer') {
    const range =
      minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
    return range ? `a whole number from ${minimum} to ${maximum}` : 'a whole number';
  }
  return kinds[type ?? ''] ?? 'anything';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: '`true` or `false`',
  object: 'a JSON object',
};

function defaultOf({ default: value }: JsonSchema): string | undefined {
  return value === undefined ? undefined : code(value);
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
