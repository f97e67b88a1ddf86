import * as z from 'zod';
import { healthSchema, readinessSchema } from './health.ts';
import { problemSchema } from './problem.ts';
import { idSchema, listQuerySchema, newTaskSchema, taskPatchSchema, taskSchema } from './tasks/schema.ts';
import { versionSchema } from './version.ts';

/** The OpenAPI 3.1 document, made from the schemas that validate. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Task API',
      version: '1.0.0',
      description:
        'Tasks with a title, a description and a status. Updates and deletions honour If-Match with the ETag of the task, and answer 412 when it has changed since.',
    },
    paths: {
      '/health': {
        get: {
          operationId: 'health',
          summary: 'Whether the process can serve',
          responses: { 200: answer('It can', 'Health') },
        },
      },
      '/ready': {
        get: {
          operationId: 'ready',
          summary: 'Whether requests can be served now',
          responses: {
            200: answer('They can', 'Readiness'),
            503: answer('Not now, and why', 'Readiness'),
          },
        },
      },
      '/tasks': {
        get: {
          operationId: 'listTasks',
          summary: 'Tasks in the order of their ids, a page at a time',
          parameters: queryParameters(),
          responses: {
            200: {
              ...answer('A page; the Link header names the next one', {
                type: 'array',
                items: ref('Task'),
              }),
              headers: {
                Link: {
                  description: 'rel="next" when more tasks follow (RFC 8288)',
                  schema: { type: 'string' },
                },
              },
            },
            ...problems(400, 406, 422, 503),
          },
        },
        post: {
          operationId: 'createTask',
          summary: 'Create a task',
          requestBody: content('NewTask'),
          responses: {
            201: {
              ...answer('The task', 'Task'),
              headers: { Location: { schema: { type: 'string' } }, ...etagHeader },
            },
            ...problems(400, 406, 413, 415, 422, 503),
          },
        },
      },
      '/tasks/{id}': {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
          },
        ],
        get: {
          operationId: 'getTask',
          summary: 'One task',
          responses: {
            200: { ...answer('The task', 'Task'), headers: etagHeader },
            304: { description: 'Not changed' },
            ...problems(400, 404, 406, 503),
          },
        },
        put: {
          operationId: 'replaceTask',
          summary: 'Replace a task; what is left out gets its default',
          requestBody: content('NewTask'),
          responses: {
            200: { ...answer('The task', 'Task'), headers: etagHeader },
            ...problems(400, 404, 406, 412, 413, 415, 422, 503),
          },
        },
        patch: {
          operationId: 'updateTask',
          summary: 'Change some members of a task',
          requestBody: content('TaskPatch'),
          responses: {
            200: { ...answer('The task', 'Task'), headers: etagHeader },
            ...problems(400, 404, 406, 412, 413, 415, 422, 503),
          },
        },
        delete: {
          operationId: 'deleteTask',
          summary: 'Delete a task',
          responses: { 204: { description: 'Deleted' }, ...problems(400, 404, 412, 503) },
        },
      },
    },
    components: {
      schemas: {
        Task: jsonSchema(taskSchema, 'output'),
        NewTask: jsonSchema(newTaskSchema, 'input'),
        TaskPatch: jsonSchema(taskPatchSchema, 'input'),
        Health: jsonSchema(healthSchema, 'output'),
        Readiness: jsonSchema(readinessSchema, 'output'),
        Problem: jsonSchema(problemSchema, 'output'),
      },
    },
  };
}

const etagHeader = {
  ETag: { description: 'Names this state of the task', schema: { type: 'string' } },
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, id: _id, ...document } = z.toJSONSchema(schema, { io });
  return document;
}

function ref(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

function answer(description: string, schema: string | object) {
  return {
    description,
    content: { 'application/json': { schema: typeof schema === 'string' ? ref(schema) : schema } },
  };
}

function content(schema: string): object {
  return { required: true, content: { 'application/json': { schema: ref(schema) } } };
}

const problemWords: Readonly<Record<number, string>> = {
  400: 'Malformed',
  404: 'No such task',
  406: 'Only JSON is available',
  412: 'Changed since it was read',
  413: 'Larger than 100 kB',
  415: 'Not JSON',
  422: 'Does not validate',
  503: 'The database is away; Retry-After says when to try again',
};

function problems(...codes: readonly number[]): Record<string, object> {
  return Object.fromEntries(
    codes.map((code) => [
      code,
      {
        description: problemWords[code],
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

function queryParameters(): object[] {
  const { properties = {} } = z.toJSONSchema(listQueryDocument, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }));
}
