import { parseDocument } from '../../api-client/document.ts';
import { type Json, objectAt } from '../../api-client/json.ts';
import { validatorOf } from './validator.ts';

/** What is wrong with a value by `schema` of a document with a tree that holds itself. */
function problem(schema: object, value: Json | undefined, hidden = 'writeOnly' as const) {
  const Tree = {
    type: 'object',
    required: ['children'],
    properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  };
  const document = parseDocument(
    JSON.stringify({
      openapi: '3.0.3',
      paths: {},
      components: { schemas: { Tree, Alias: { $ref: '#/components/schemas/Tree' }, It: schema } },
    }),
  );
  const { It = null } = objectAt(document?.components, 'schemas');
  return validatorOf(document ?? {}, hidden)(It, value);
}

it.each<[schema: object, good: Json, bad: Json, says: RegExp]>([
  [{ $ref: '#/components/schemas/Tree' }, { children: [] }, { children: [{}] }, /children\/0/],
  [{ items: { $ref: '#/components/schemas/Alias' } }, [{ children: [] }], [{}], /children/],
  [{ type: 'string', nullable: true }, null, 1, /string/],
  [{ type: 'string', enum: ['a'], nullable: true }, null, 'b', /allowed/],
  [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 2, 1, /> 1/],
  [{ type: 'number', maximum: 1, exclusiveMaximum: false }, 1, 2, /<= 1/],
  [{ type: 'number', exclusiveMaximum: 3 }, 2, 3, /< 3/],
  [{ type: ['string', 'null'] }, null, 1, /string/],
  [{ type: 'string', format: 'uuid' }, '00000000-0000-4000-8000-000000000000', 'x', /uuid/],
  [{ type: 'string', format: 'date-time' }, '2026-01-01T10:00:00.5Z', '2026-01-01T10:00', /date-/],
  [{ type: 'string', format: 'a-format-of-their-own', id: 'x' }, 'x', 1, /string/],
  [
    {
      type: 'object',
      required: ['password', 'nullable'],
      properties: { password: { writeOnly: true }, nullable: { type: 'integer' } },
    },
    { nullable: 1 },
    { nullable: null },
    /nullable must be integer/,
  ],
])('%j', (schema, good, bad, says) => {
  expect(problem(schema, good)).toBeUndefined();
  expect(problem(schema, bad)).toMatch(says);
});

it('cannot tell where a schema is none', () => {
  expect(() => problem({ type: 'file' }, 'x')).toThrow(/type/);
});
