import { type ApiDocument, pathPrefix, resolve } from './document.ts';
import { isObject, isString, type Json, type JsonObject, listAt, objectAt } from './json.ts';

/** What a person means by create, read, update and delete; update comes in two kinds. */
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

/** `POST, GET, list, PUT, PATCH, DELETE` */
export function actsOf({ acts }: ApiResource): string {
  return Object.entries(verbs)
    .filter(([act]) => Object.hasOwn(acts, act))
    .map(([act, verb]) => (act === 'list' ? 'list' : verb))
    .join(', ');
}

/** One request that the API offers, as its document describes it. */
export interface Operation {
  readonly method: string;
  /** `/api/v1/tasks/{id}` */
  readonly path: string;
  /** Media type and schema of the JSON body; undefined where it takes none, or is not described. */
  readonly body: { readonly mediaType: string; readonly schema: Json } | undefined;
  /** Schema of the answer when it goes well, where described. */
  readonly answer: Json | undefined;
  readonly query: readonly JsonObject[];
  /** Summary and description. */
  readonly text: string;
}

/** A collection and its items: `/tasks` and `/tasks/{id}`. */
export interface ApiResource {
  readonly collection: string;
  readonly item: string;
  readonly idParameter: string;
  readonly acts: Readonly<Partial<Record<Act, Operation>>>;
}

/** Acts without which nobody would say CRUD, in a person's words; update may be either kind. */
export function missingActs({ acts }: ApiResource): string[] {
  return [
    ...(acts.create ? [] : ['create (POST on the collection)']),
    ...(acts.list ? [] : ['list (GET on the collection)']),
    ...(acts.read ? [] : ['read (GET on an item)']),
    ...(acts.replace || acts.change ? [] : ['update (PUT or PATCH on an item)']),
    ...(acts.delete ? [] : ['delete (DELETE on an item)']),
  ];
}

/** The collections of which the document offers both the collection and its items, in its own order. */
export function resourcesOf(document: ApiDocument): ApiResource[] {
  const prefix = pathPrefix(document);
  const paths = Object.keys(objectAt(document, 'paths'));
  return paths.flatMap((path) => {
    const found = /^(.*)\/\{([^{}]+)\}\/?$/.exec(path);
    const [, collection = '', idParameter = ''] = found ?? [];
    if (found === null || collection === '') return [];
    const listed = paths.find((other) => other.replace(/\/+$/, '') === collection);
    if (listed === undefined) return [];
    return [
      {
        collection: prefix + listed,
        item: prefix + path,
        idParameter,
        acts: {
          ...actsAt(document, prefix, listed, { create: 'post', list: 'get' }),
          ...actsAt(document, prefix, path, {
            read: 'get',
            replace: 'put',
            change: 'patch',
            delete: 'delete',
          }),
        },
      },
    ];
  });
}

/** The resource that a spec names (`/tasks`, `tasks`, `/api/v1/tasks`) among those of the document. */
export function namedResource(
  resources: readonly ApiResource[],
  name: string,
): ApiResource | undefined {
  const plain = (path: string) => path.replace(/^\/+|\/+$/g, '').toLowerCase();
  const wanted = plain(name);
  return (
    resources.find(({ collection }) => plain(collection) === wanted) ??
    resources.find(({ collection }) => plain(collection).endsWith(`/${wanted}`))
  );
}

/** What a spec names and no document describes: every act is tried, PUT before PATCH. */
export function undocumentedResource(path: string): ApiResource {
  const collection = `/${path.replace(/^\/+|\/+$/g, '')}`;
  const item = `${collection}/{id}`;
  const at = (method: string, where: string): Operation => ({
    method,
    path: where,
    body: undefined,
    answer: undefined,
    query: [],
    text: '',
  });
  return {
    collection,
    item,
    idParameter: 'id',
    acts: {
      create: at('POST', collection),
      list: at('GET', collection),
      read: at('GET', item),
      replace: at('PUT', item),
      change: at('PATCH', item),
      delete: at('DELETE', item),
    },
  };
}

function actsAt(
  document: ApiDocument,
  prefix: string,
  path: string,
  methods: Readonly<Partial<Record<Act, string>>>,
): Partial<Record<Act, Operation>> {
  const described = resolve(document, objectAt(document, 'paths')[path]);
  if (!isObject(described)) return {};
  return Object.fromEntries(
    Object.entries(methods).flatMap(([act, method]) => {
      const operation = described[method];
      if (!isObject(operation)) return [];
      const parameters = [...listAt(described, 'parameters'), ...listAt(operation, 'parameters')]
        .map((parameter) => resolve(document, parameter))
        .filter(isObject);
      return [
        [
          act,
          {
            method: method.toUpperCase(),
            path: prefix + path,
            body: bodyOf(document, operation, parameters),
            answer: answerOf(document, operation),
            query: parameters.filter((parameter) => parameter.in === 'query'),
            text: [operation.summary, operation.description].filter(isString).join(' '),
          },
        ],
      ];
    }),
  );
}

function bodyOf(
  document: ApiDocument,
  operation: JsonObject,
  parameters: readonly JsonObject[],
): Operation['body'] {
  const body = resolve(document, operation.requestBody);
  const described = jsonContent(objectAt(body, 'content'));
  if (described !== undefined) return described;
  // Swagger 2 describes the body as a parameter.
  const schema = parameters.find((parameter) => parameter.in === 'body')?.schema;
  return schema === undefined ? undefined : { mediaType: 'application/json', schema };
}

function answerOf(document: ApiDocument, operation: JsonObject): Json | undefined {
  const answers = Object.entries(objectAt(operation, 'responses'));
  for (const [status, answer] of answers) {
    if (!status.startsWith('2')) continue;
    const described = resolve(document, answer);
    const schema =
      jsonContent(objectAt(described, 'content'))?.schema ??
      (isObject(described) ? described.schema : undefined);
    if (schema !== undefined) return schema;
  }
  return undefined;
}

function jsonContent(content: JsonObject): Operation['body'] {
  for (const [mediaType, described] of Object.entries(content)) {
    if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(mediaType) && mediaType !== '*/*') continue;
    const schema = isObject(described) ? described.schema : undefined;
    if (schema !== undefined)
      return { mediaType: mediaType === '*/*' ? 'application/json' : mediaType, schema };
  }
  return undefined;
}
