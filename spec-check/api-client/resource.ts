import { type ApiDocument, pathPrefix } from './document.ts';
import { isObject, isString, type Json, type JsonObject, listAt, objectAt } from './json.ts';
import { flatten, writableFields } from './schema.ts';

export type Act = 'create' | 'list' | 'read' | 'replace' | 'change' | 'delete';

/** Acts in the order in which an item lives through them, with HTTP's verb for each. */
export const verbs: Readonly<Record<Act, string>> = {
  create: 'POST',
  list: 'GET',
  read: 'GET',
  replace: 'PUT',
  change: 'PATCH',
  delete: 'DELETE',
};

/** `POST`, `GET`, `list`, `PUT`, `PATCH`, `DELETE` */
export function actsOf(acts: ApiResource['acts'], isMeant = (_act: Act) => true): string[] {
  const there = [...collectionActs, ...itemActs].filter((act) => acts[act] && isMeant(act));
  return there.map((act) => (act === 'list' ? 'list' : verbs[act]));
}

interface Body {
  readonly mediaType: string;
  readonly schema: Json;
  /** Puts an item where the body holds it: `{"data": {…}}`. */
  readonly around?: (item: Json, id?: string) => Json;
}

/** Every request that the document describes; those that make something first, those that delete last. */
export const operationsOf = (document: ApiDocument): Operation[] =>
  ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
    Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
      isObject(item) ? (operationAt(item, method, pathPrefix(document) + path) ?? []) : [],
    ),
  );

/** A collection and its items: `/tasks` and `/tasks/{id}`. */
export interface ApiResource {
  readonly collection: string;
  readonly item: string;
  readonly idParameter: string;
  readonly acts: Readonly<Partial<Record<Act, Operation>>>;
}

/** The acts that are missing for CRUD, in words; either kind of update counts, and a PUT may create. */
export const missingActs = ({ acts }: ApiResource): string[] =>
  Object.entries({
    'create (POST on the collection)': acts.create ?? acts.replace?.responses['201'],
    'list (GET on the collection)': acts.list,
    'read (GET on an item)': acts.read,
    'update (PUT or PATCH on an item)': acts.replace ?? acts.change,
    'delete (DELETE on an item)': acts.delete,
  }).flatMap(([words, act]) => (act === undefined ? [words] : []));

const collectionActs = ['create', 'list'] as const;
const itemActs = ['read', 'replace', 'change', 'delete'] as const;

/** The collections of which the document offers the items too, in its own order; then those that are only added to and listed, as the comments of an article. */
export function resourcesOf(document: ApiDocument): ApiResource[] {
  const prefix = pathPrefix(document);
  const paths = objectAt(document, 'paths');
  const all = Object.keys(paths);
  const resourceAt = (listed: string, path = `${listed}/{id}`): ApiResource => {
    const [collection, item] = [prefix + listed, prefix + path];
    const [, idParameter = ''] = /\{([^{}]+)\}\/?$/.exec(path) ?? [];
    const listing = actsAt(objectAt(paths, listed), collection, collectionActs);
    const acts = { ...listing, ...actsAt(objectAt(paths, path), item, itemActs) };
    return { collection, item, idParameter, acts };
  };
  const whole = all.flatMap((path) => {
    const [, start] = /^(.+)\/\{[^{}]+\}\/?$/.exec(path) ?? [];
    const listed = all.find((other) => other.replace(/\/+$/, '') === start);
    return listed === undefined ? [] : resourceAt(listed, path);
  });
  const known = new Set(whole.map(({ collection }) => collection));
  const others = all.filter((path) => !path.endsWith('}')).map((path) => resourceAt(path));
  const isOne = ({ collection, acts: { create, list } }: ApiResource) =>
    create?.responses['201'] && list && !known.has(collection);
  return [...whole, ...others.filter(isOne)];
}

/** The resource that a spec names (`/tasks`, `tasks`, `/api/v1/tasks`) among those of the document. */
export function namedResource(resources: readonly ApiResource[], name: string) {
  const plain = (path: string) => path.replace(/^\/+|\/+$/g, '').toLowerCase();
  const wanted = plain(name);
  return (
    resources.find(({ collection }) => plain(collection) === wanted) ??
    resources.find(({ collection }) => plain(collection).endsWith(`/${wanted}`))
  );
}

/** What a spec names and no document describes, with its slash at the end: every act is tried, PUT before PATCH. */
export function undocumentedResource(path: string): ApiResource {
  const end = path.endsWith('/') ? '/' : '';
  const plain = `/${path.split('/').filter(Boolean).join('/')}`;
  const [collection, item] = [plain + end, `${plain}/{id}${end}`];
  const any = { post: {}, get: {}, put: {}, patch: {}, delete: {} };
  const acts = { ...actsAt(any, collection, collectionActs), ...actsAt(any, item, itemActs) };
  return { collection, item, idParameter: 'id', acts };
}

function actsAt(described: JsonObject, path: string, acts: readonly Act[]) {
  const offered = acts.map((act) => [act, operationAt(described, verbs[act], path)]);
  return Object.fromEntries(offered.filter(([, operation]) => operation !== undefined));
}

/** A request as the document describes it. `body` is undefined where it takes no JSON, or is not described; `answer` is the schema of a success. */
export type Operation = NonNullable<ReturnType<typeof operationAt>>;

function operationAt(described: JsonObject, method: string, path: string) {
  const operation = described[method.toLowerCase()];
  if (!isObject(operation)) return undefined;
  const parameters = [...listAt(described, 'parameters'), ...listAt(operation, 'parameters')];
  const placed = (place: string) => parameters.filter(isObject).filter((one) => one.in === place);
  // Swagger 2 describes the body as a parameter.
  const schema = placed('body')[0]?.schema;
  const inParameter = schema === undefined ? undefined : { mediaType: 'application/json', schema };
  const body = withoutEnvelope(jsonContent(operation.requestBody) ?? inParameter, path);
  return {
    method,
    path,
    body,
    answer: answerOf(operation),
    query: placed('query'),
    inHeader: placed('header'),
    takesOther: body === undefined && (isObject(operation.requestBody) || placed('formData')[0]),
    responses: objectAt(operation, 'responses'),
    inPath: placed('path'),
    text: [operation.summary, operation.description].filter(isString).join(' '),
  };
}

function withoutEnvelope(body: Body | undefined, path: string): Body | undefined {
  const fields = writableFields(flatten(body?.schema));
  const [[name, schema] = ['', {}], ...others] = Object.entries(fields);
  const isItem = Object.keys(objectAt(schema, 'properties')).length > 0 && others.length === 0;
  // `order` of `/orders`; any other object is a field.
  const isNamed =
    /^(?:data|item|payload|input|record)$/.test(name) || path.includes(name.slice(0, -1));
  if (!body || !isItem || !isNamed) return body;
  const { attributes, type } = writableFields(flatten(schema));
  if (!attributes || !body.mediaType.includes('vnd.api'))
    return { ...body, schema, around: (item) => ({ [name]: item }) };
  // JSON:API has a type and the id beside the fields.
  const typed =
    type?.const ?? listAt(type, 'enum')[0] ?? path.split('/').findLast((one) => /^\w/.test(one));
  const around: Body['around'] = (item, id) => ({ [name]: { type: typed, id, attributes: item } });
  return { ...body, schema: attributes, around };
}

const answerOf = (operation: JsonObject): Json | undefined =>
  Object.entries(objectAt(operation, 'responses'))
    .filter(([status]) => status.startsWith('2'))
    .map(([, one]) => jsonContent(one)?.schema ?? (isObject(one) ? one.schema : undefined))
    .find((schema) => schema !== undefined);

function jsonContent(described: Json | undefined): Body | undefined {
  const content = objectAt(described, 'content');
  const mediaType = Object.keys(content).find(
    (type) =>
      /^(?:\*\/\*$|application\/(?:[\w.-]+\+)?json\b)/i.test(type) &&
      objectAt(content, type).schema !== undefined,
  );
  const { schema } = objectAt(content, mediaType ?? '');
  if (mediaType === undefined || schema === undefined) return undefined;
  return { mediaType: mediaType === '*/*' ? 'application/json' : mediaType, schema };
}
