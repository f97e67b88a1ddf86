import * as z from 'zod';
import {
  idSchema,
  listQuerySchema,
  newTaskSchema,
  taskPatchSchema,
  taskSchema,
} from '../tasks/schema.ts';
import { versionSchema } from '../version.ts';
import { healthSchema, readinessSchema } from './health.ts';
import { securitySchemes } from './identity.ts';
import { problemSchema } from './problem.ts';

export function openApiDocument(secured = false) {
  // Where requests for tasks need a token, they may be refused for want of it.
  const denied = secured ? ([401] as const) : [];
  const open = (...about: Parameters<typeof operation>) => ({
    get: { ...operation(...about), ...(secured ? { security: [] } : {}) },
  });
  const changed = {
    200: json('The task', 'Task', { ETag: etag }),
    ...problems(...denied, 400, 404, 406, 412, 413, 415, 422, 503),
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Task API',
      version: '1.0.0',
      description:
        'Tasks with a title, a description and a status. A change that carries If-Match with the ETag of the task is answered 412 when the task has changed since. A POST that carries an Idempotency-Key creates its task once, however often it is sent within a day: 409 while another one with this key is carried out, 422 when the key came with another task.',
    },
    paths: {
      '/health': open('health', 'Whether the process can serve', { 200: json('It can', 'Health') }),
      '/ready': open('ready', 'Whether requests can be served now', {
        200: json('They can', 'Readiness'),
        ...problems(503),
      }),
      '/version': open('version', 'What this was built from', {
        200: json('Version, git hash and time', 'Version'),
      }),
      '/metrics': open('metrics', 'Figures for Prometheus', {
        200: {
          description: 'Requests, their latency, the pool, the process',
          content: { 'text/plain': { schema: text } },
        },
      }),
      '/tasks': {
        get: {
          ...operation('listTasks', 'Tasks in the order of their ids, a page at a time', {
            200: json('A page', { type: 'array', items: reference('Task') }, { Link: link }),
            ...problems(...denied, 406, 422, 503),
          }),
          parameters: Object.entries(z.toJSONSchema(listQuerySchema).properties ?? {}).map(
            ([name, schema]) => ({ name, in: 'query', schema }),
          ),
        },
        post: {
          ...operation('createTask', 'Create a task', {
            201: json('The new task', 'Task', { Location: location, ETag: etag }),
            ...problems(...denied, 400, 406, 409, 413, 415, 422, 503),
          }),
          requestBody: content('NewTask'),
        },
      },
      '/tasks/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: jsonSchema(idSchema) }],
        get: operation('getTask', 'One task', {
          200: json('The task', 'Task', { ETag: etag }),
          304: { description: 'It still has the ETag that If-None-Match names' },
          ...problems(...denied, 400, 404, 406, 503),
        }),
        put: {
          ...operation('replaceTask', 'Replace a task; what is left out gets its default', changed),
          requestBody: content('NewTask'),
        },
        patch: {
          ...operation('updateTask', 'Change a task; what is left out stays', changed),
          requestBody: content('TaskPatch'),
        },
        delete: operation('deleteTask', 'Delete a task', {
          204: { description: 'It is gone' },
          ...problems(...denied, 400, 404, 412, 503),
        }),
      },
    },
    ...(secured ? { security: [{ bearer: [] }] } : {}),
    components: {
      ...(secured ? { securitySchemes } : {}),
      schemas: {
        Task: jsonSchema(taskSchema),
        NewTask: jsonSchema(newTaskSchema, 'input'),
        TaskPatch: jsonSchema(taskPatchSchema, 'input'),
        Health: jsonSchema(healthSchema),
        Readiness: jsonSchema(readinessSchema),
        Version: jsonSchema(versionSchema),
        Problem: jsonSchema(problemSchema),
      },
    },
  };
}

type SchemaName = 'Task' | 'NewTask' | 'TaskPatch' | 'Health' | 'Readiness' | 'Version' | 'Problem';

const text = { type: 'string' };
const link = { description: 'The next page, rel="next", if more follow (RFC 8288)', schema: text };
const location = { description: 'The path of the new task', schema: text };
const etag = { description: 'Names this state of the task', schema: text };

function operation(operationId: string, summary: string, responses: Record<number, object>) {
  return { operationId, summary, responses };
}

function json(description: string, schema: SchemaName | object, headers: object = {}): object {
  const shown = typeof schema === 'string' ? reference(schema) : schema;
  return { description, headers, content: { 'application/json': { schema: shown } } };
}

function content(schema: SchemaName): object {
  return { required: true, content: { 'application/json': { schema: reference(schema) } } };
}

const reference = (name: SchemaName): object => ({ $ref: `#/components/schemas/${name}` });

const refusals = {
  400: 'Malformed JSON, encoding or id',
  401: 'The token is missing or wrong',
  404: 'There is no such task',
  406: 'Only application/json is available',
  409: 'A request with the same Idempotency-Key is being carried out',
  412: 'The task has changed since its ETag was read',
  413: 'The content is larger than 100 kB',
  415: 'The content is not application/json',
  422: 'The request is not valid; errors says where',
  503: 'The database is away; Retry-After says when to try again, and outcome whether the request may have been carried out',
};

function problems(...codes: readonly (keyof typeof refusals)[]): Record<number, object> {
  const problem = { 'application/problem+json': { schema: reference('Problem') } };
  return Object.fromEntries(
    codes.map((code) => [code, { description: refusals[code], content: problem }]),
  );
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema: _dialect, ...document } = z.toJSONSchema(schema, { io });
  return document;
}
