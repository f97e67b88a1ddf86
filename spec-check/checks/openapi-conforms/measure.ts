import { type Exchange, whenReady } from '../../api-client/exchange.ts';
import { itemIn, pathOf } from '../../api-client/item.ts';
import { isObject, type Json, type JsonObject } from '../../api-client/json.ts';
import { belowParent, createItem, type LiveApi } from '../../api-client/new-item.ts';
import { type Operation, operationsOf } from '../../api-client/resource.ts';
import { newMark, requiredFields, sampleBody, sampleValue } from '../../api-client/sample.ts';
import { flatten, typeOf, writableFields } from '../../api-client/schema.ts';
import { onError } from '../../model/on-error.ts';
import { Ambiguous } from '../../model/verdict.ts';
import { type Validate, validatorOf } from './validator.ts';

/** One request for a documented operation; `wrong` is what the document refuses of it: "a body without title". */
export type Attempt = Readonly<{ operation: Operation; wrong?: string; answer: Exchange }>;

/** Asks for every operation of the document, with good input and with input that it refuses; those that were not asked stand in `untried`, with the reason. */
export async function tryEverything(live: LiveApi) {
  const { api, baseUrl, signal } = live;
  const validate = validatorOf(api.document, 'readOnly');
  const tried: Attempt[] = [];
  const untried: string[] = [];
  for (const operation of operationsOf(api.document)) {
    const { method, inPath, query, body: described } = operation;
    const isWide = method === 'DELETE' && inPath.length === 0;
    if (isWide || operation.takesOther) {
      untried.push(`${method} ${operation.path} (${isWide ? 'it deletes all' : 'no JSON'})`);
      continue;
    }
    const send = async (path: string, body?: Json, wrong?: string, form?: string) => {
      const { mediaType = 'application/json', around } = described ?? {};
      const whole = (body !== undefined && around?.(body)) || body;
      const request = { method, path, mediaType, body: whole, form, headers: api.headers, signal };
      tried.push({ operation, wrong, answer: await whenReady(baseUrl, request, 2000) });
    };
    let [path, good]: [string, Json | undefined] = ['', undefined];
    // Each time on an item of its own: a DELETE takes it away, an update may change what is good.
    for (const variant of [1, 0]) {
      const place = await placeOf(live, operation, variant);
      [path, good] = [place.path, place.body];
      if (place.answer) tried.push({ operation, wrong: undefined, answer: place.answer });
      else await send(path, good);
    }
    if (described !== undefined) await send(path, undefined, 'a body that is no JSON', '{"');
    for (const [what, body] of wrongBodies(described?.schema ?? null, good, validate))
      await send(path, body, what);
    if (inPath.length > 0) await send(filled(operation.path, operation), good);
    for (const parameter of [...inPath, ...query]) {
      const name = String(parameter.name);
      const schema = parameter.schema ?? parameter;
      if (typeOf(flatten(schema)) === 'array' || !validate(schema, nonsense)) continue;
      const wrong = `${name} = ${nonsense}`;
      if (parameter.in === 'path') await send(filled(operation.path, operation, name), good, wrong);
      else await send(pathOf({ ...operation, path }, undefined, { [name]: nonsense }), good, wrong);
    }
  }
  return { tried, untried };
}

const nonsense = 'zozozozozo';

/** Path and body of a good request, on an item that is made for it; with the answer where that made the item. */
async function placeOf(live: LiveApi, operation: Operation, variant: number) {
  const { method, path, body: { schema } = {} } = operation;
  const options = { mark: newMark(), variant, optional: variant === 1 };
  const all = [...live.api.resources, ...live.api.nested];
  const creates = all.find(({ acts }) => method === 'POST' && acts.create?.path === path);
  const [holder] = all
    .filter(({ item }) => path === item || path.startsWith(`${item}/`))
    .sort((a, b) => b.item.length - a.item.length);
  const resource = creates ?? holder;
  const bodyOf = (item?: Parameters<typeof sampleBody>[2]) =>
    schema && (sampleBody(schema, options, item)?.body ?? sampleValue(schema, options));
  const nowhere = { path: filled(path, operation), body: bodyOf(), answer: undefined };
  const somewhere = async () => {
    const placed = resource && (await belowParent(live, resource, []));
    if (resource === undefined || placed === undefined) return nowhere;
    const { id, sample, answer } = await createItem(live, placed, options);
    if (creates) return { path: placed.collection, body: sample.body, answer };
    if (id === undefined) return nowhere;
    const now = itemIn(answer.body, sample);
    const item = placed.item.replace(/\{[^{}]+\}(\/?)$/, `${encodeURIComponent(id)}$1`);
    const below = filled(item + path.slice(resource.item.length), operation);
    return { path: below, body: bodyOf(now && { sample, now }), answer: undefined };
  };
  return somewhere().catch(onError(Ambiguous, () => nowhere));
}

/** With a value for each parameter that is left, of an item that is not there; for `wrong` with one of no kind. */
const filled = (path: string, { inPath }: Operation, wrong?: string): string =>
  path.replace(/\{([^{}]+)\}/g, (_all, name: string) => {
    const { schema, ...parameter } = inPath.find((one) => one.name === name) ?? {};
    const value = sampleValue(schema ?? parameter, { mark: newMark(), variant: 987_654 });
    return name === wrong ? nonsense : encodeURIComponent(String(value ?? newMark()));
  });

function wrongBodies(schema: Json, good: Json | undefined, validate: Validate) {
  if (!isObject(good) || validate(schema, good) !== undefined) return [];
  const fields = Object.entries(writableFields(flatten(schema)));
  const others = fields.flatMap(([name, { maxLength, maximum, minimum }]) => {
    const limits = [Number(maximum) + 1, Number(minimum) - 1].filter(Number.isFinite);
    const long = Number(maxLength) < 1e5 ? ['x'.repeat(Number(maxLength) + 1)] : [];
    return [{}, '', nonsense, ...long, ...limits].map((value): [string, JsonObject] => [
      `${name} = ${JSON.stringify(value).slice(0, 40)}`,
      { ...good, [name]: value },
    ]);
  });
  const without = requiredFields(schema).map((name): [string, JsonObject] => [
    `a body without ${name}`,
    { ...good, [name]: undefined },
  ]);
  return [...without, ...others].filter(([, body]) => validate(schema, body) !== undefined);
}
