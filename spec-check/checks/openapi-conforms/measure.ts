import { exchangeWhenReady } from '../../api-client/exchange.ts';
import { itemIn, pathOf } from '../../api-client/item.ts';
import { isObject, type Json, type JsonObject } from '../../api-client/json.ts';
import {
  belowParent,
  type Creating,
  createItem,
  type NewItem,
  NothingToWrite,
} from '../../api-client/new-item.ts';
import { type Operation, operationsOf } from '../../api-client/resource.ts';
import { newMark, requiredFields, sampleBody, sampleValue } from '../../api-client/sample.ts';
import { flatten, typeOf, writableFields } from '../../api-client/schema.ts';
import { Ambiguous } from '../../model/verdict.ts';
import type { Attempts, Tried } from './judge.ts';
import { type Validate, validatorOf } from './validator.ts';

/** Asks for every operation of the document, with good input and with input that it refuses. */
export async function tryEverything(live: Creating): Promise<Attempts> {
  const { api, baseUrl, signal } = live;
  const validate = validatorOf(api.document, 'readOnly');
  const tried: Tried[] = [];
  const untried: string[] = [];
  for (const operation of operationsOf(api.document)) {
    const { method, body: { mediaType = 'application/json', schema = null } = {} } = operation;
    const isWide = method === 'DELETE' && operation.inPath.length === 0;
    if (isWide || operation.takesOther) {
      untried.push(`${method} ${operation.path} (${isWide ? 'it deletes all' : 'no JSON'})`);
      continue;
    }
    const send = async (path: string, body?: Json, wrong?: string, form?: string) => {
      const request = { method, path, mediaType, body, form, headers: api.headers, signal };
      tried.push({ operation, wrong, answer: await exchangeWhenReady(baseUrl, request, 2000) });
    };
    // Each time on an item of its own: a DELETE takes it away, an update may change what is good.
    const [[path, good]] = [await sendGood(1), await sendGood(0)];
    if (operation.body !== undefined) await send(path, good, 'a body that is no JSON', '{"');
    if (isObject(good))
      for (const { what, body } of wrongBodies(schema, good, validate))
        await send(path, body, what);
    for (const [name, value] of choices(operation.query, validate)) {
      await send(pathOf({ ...operation, path }, undefined, { [name]: value }), good);
      const wrong = { [name]: nonsense };
      await send(pathOf({ ...operation, path }, undefined, wrong), good, `?${name}=${nonsense}`);
    }
    const [last] = /\{[^{}]+\}(?!.*\{)/.exec(operation.path) ?? [];
    if (last === undefined) continue;
    await send(filled(operation.path, operation), good);
    if (choices(operation.inPath, validate).some(([name]) => last === `{${name}}`))
      await send(filled(operation.path.replace(last, nonsense), operation), good, last);

    async function sendGood(variant: number) {
      const { path, made, isNew } = await placeOf(live, operation, variant);
      const good = isNew ? made?.sample.body : goodBody(operation, variant, made);
      if (isNew && made) tried.push({ operation, wrong: undefined, answer: made.answer });
      else await send(path, good);
      return [path, good] as const;
    }
  }
  return { tried, untried };
}

const nonsense = 'zozozozozo';
const options = (variant: number) => ({ mark: newMark(), variant, optional: variant === 1 });

/** The path of an operation on an item that is made for it, or where it makes one itself. */
async function placeOf(live: Creating, operation: Operation, variant: number) {
  const { method, path } = operation;
  const all = [...live.api.resources, ...live.api.nested];
  const creates = all.find(({ acts }) => method === 'POST' && acts.create?.path === path);
  const [holder] = all
    .filter(({ item }) => path === item || path.startsWith(`${item}/`))
    .sort((a, b) => b.item.length - a.item.length);
  const resource = creates ?? holder;
  const nowhere = { path: filled(path, operation), made: undefined, isNew: false };
  try {
    const placed = resource && (await belowParent(live, resource, []));
    if (resource === undefined || placed === undefined) return nowhere;
    const made = await createItem(live, placed, options(variant));
    if (creates) return { path: placed.collection, made, isNew: true };
    const own = placed.item.replace(/\{[^{}]+\}(\/?)$/, `${encodeURIComponent(made.id ?? '')}$1`);
    const below = filled(own + path.slice(resource.item.length), operation);
    return made.id === undefined ? nowhere : { path: below, made, isNew: false };
  } catch (error) {
    if (error instanceof NothingToWrite || error instanceof Ambiguous) return nowhere;
    throw error;
  }
}

/** With a value of its type for each parameter that is left: of an item that is not there. */
function filled(path: string, { inPath }: Operation): string {
  return path.replace(/\{([^{}]+)\}/g, (_all, name: string) => {
    const parameter = inPath.find((one) => one.name === name) ?? {};
    const value = sampleValue(parameter.schema ?? parameter, { mark: newMark(), variant: 987_654 });
    return encodeURIComponent(String(value ?? newMark()));
  });
}

function goodBody({ body }: Operation, variant: number, made?: NewItem): Json | undefined {
  if (body === undefined) return undefined;
  const now = made && itemIn(made.answer.body, made.sample);
  const item = made && now && { sample: made.sample, now };
  const sample = sampleBody(body.schema, options(variant), item);
  return sample?.body ?? sampleValue(body.schema, options(variant));
}

/** Bodies that differ from a good one in one field, and that the schema refuses. */
function wrongBodies(schema: Json, good: JsonObject, validate: Validate) {
  if (validate(schema, good) !== undefined) return [];
  const fields = Object.entries(writableFields(flatten(schema)));
  const others = fields.flatMap(([name, { maxLength, maximum, minimum }]) => {
    const limits = [Number(maximum) + 1, Number(minimum) - 1].filter(Number.isFinite);
    const long = Number(maxLength) < 1e5 ? ['x'.repeat(Number(maxLength) + 1)] : [];
    return [{}, '', nonsense, ...long, ...limits].map((value) => ({
      what: `${name} = ${JSON.stringify(value).slice(0, 40)}`,
      body: { ...good, [name]: value },
    }));
  });
  const without = requiredFields(schema).map((name) => ({
    what: `a body without ${name}`,
    body: { ...good, [name]: undefined },
  }));
  return [...without, ...others].filter(({ body }) => validate(schema, body) !== undefined);
}

/** Parameters whose type or choice refuses a word, each with a value that it takes. */
function choices(parameters: readonly JsonObject[], validate: Validate) {
  return parameters.flatMap(({ name, schema, ...parameter }): [string, string][] => {
    const described = schema ?? parameter;
    if (typeOf(flatten(described)) === 'array' || !validate(described, nonsense)) return [];
    return [[String(name), String(sampleValue(described, options(1)))]];
  });
}
