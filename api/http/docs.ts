import type { RequestHandler } from 'express';
import * as z from 'zod';
import { openApiDocument } from './openapi.ts';
import { protectPage } from './security.ts';

/** `GET /docs`: the OpenAPI document as one page, which asks nothing of any network and runs no script. */
export const docs: RequestHandler = (request, response, next) => {
  page ??= pageOf(openApiDocument());
  const html = page;
  protect ??= protectPage(style);
  protect(request, response, (error) => {
    if (error !== undefined) next(error);
    else response.type('html').send(html);
  });
};

let page: string | undefined;
let protect: RequestHandler | undefined;

/** What the page reads of the document. */
const schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
});
const content = z.record(z.string(), z.object({ schema }));
const operation = z.object({
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema })).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: content.default({}) }),
  ),
});
const document = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(
      z.string(),
      z.looseObject({
        required: z.array(z.string()).default([]),
        properties: z.record(z.string(), schema).default({}),
        examples: z.array(z.unknown()).default([]),
      }),
    ),
  }),
});
type Schema = z.infer<typeof schema>;
type Schemas = z.infer<typeof document>['components']['schemas'];

function pageOf(openApi: object): string {
  const { info, paths, components } = document.parse(openApi);
  const operations = Object.entries(paths).flatMap(([path, { parameters: shared, ...methods }]) =>
    Object.entries(methods).map(([method, value]) => {
      const { parameters, ...rest } = operation.parse(value);
      const all = [...operation.shape.parameters.parse(shared), ...parameters];
      return operationOf(
        method.toUpperCase(),
        path,
        { ...rest, parameters: all },
        components.schemas,
      );
    }),
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, { properties, required }]) =>
      `<section id="${text(name)}"><h3>${text(name)}</h3>${table(
        ['Member', 'Value'],
        Object.entries(properties).map(([member, value]) => [
          `<code>${text(member)}</code>${required.includes(member) ? ' required' : ''}`,
          shown(value),
        ]),
      )}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text(info.title)}</h1>
<p>${text(info.description)}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a></p>
<h2>Requests</h2>
${operations.join('\n')}
<h2>Schemas</h2>
${schemas.join('\n')}
</main>
</body>
</html>
`;
}

function operationOf(
  method: string,
  path: string,
  { summary, parameters, requestBody, responses }: z.infer<typeof operation>,
  schemas: Schemas,
): string {
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const example = schemas[nameOf(body) ?? '']?.examples[0];
  return `<details>
<summary><code><b>${text(method)}</b> ${text(path)}</code> ${text(summary)}</summary>
${table(
  ['Parameter', 'In', 'Value'],
  parameters.map(({ name, in: place, schema }) => [
    `<code>${text(name)}</code>`,
    text(place),
    shown(schema),
  ]),
)}
${body === undefined ? '' : `<p>Content: ${shown(body)}</p>`}
<pre tabindex="0"><code>${text(curl(method, path, example))}</code></pre>
${table(
  ['Status', 'Meaning', 'Content'],
  Object.entries(responses).map(([status, { description, content }]) => [
    text(status),
    text(description),
    Object.entries(content)
      .map(([type, { schema }]) => `${shown(schema)} <small>${text(type)}</small>`)
      .join('<br>'),
  ]),
)}
</details>`;
}

/** The request as a command; the port is that of an API that was started as it is. */
function curl(method: string, path: string, example: unknown): string {
  const url = `http://localhost:8000${path.replace('{id}', '1')}`;
  if (method === 'GET') return `curl ${url}`;
  if (example === undefined) return `curl -X ${method} ${url}`;
  return `curl -X ${method} ${url} -H 'Content-Type: application/json' -d '${JSON.stringify(example)}'`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  return `<div class="wide" tabindex="0"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, 'td')}</tr>`)
    .join('')}</tbody></table></div>`;
}

/** What a value may be: the name of its schema as a link, else its keywords. */
function shown({ $ref, enum: words, ...keywords }: Schema): string {
  const name = nameOf({ $ref });
  if (name !== undefined) return `<a href="#${text(name)}">${text(name)}</a>`;
  if (words !== undefined) return words.map((word) => `<code>${text(word)}</code>`).join(' or ');
  return (
    Object.entries(keywords)
      // The format says to a reader what the pattern says to a program.
      .filter(
        ([keyword]) => keyword !== 'examples' && !(keyword === 'pattern' && 'format' in keywords),
      )
      .map(([keyword, value]) =>
        keyword === 'type' ? text([value].flat().join(' or ')) : listed(keyword, value),
      )
      .join(', ')
  );
}

function listed(keyword: string, value: unknown): string {
  const { data } = z.union([z.array(schema), schema.transform((one) => [one])]).safeParse(value);
  const together = keyword === 'allOf' ? ' and ' : ' or ';
  if (data !== undefined) return `${text(keyword)}: ${data.map(shown).join(together)}`;
  return `${text(keyword)} <code>${text(JSON.stringify(value))}</code>`;
}

function nameOf(schema: Schema | undefined): string | undefined {
  return schema?.$ref?.split('/').at(-1);
}

function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#fff, #0d1117); color: light-dark(#1b1f24, #e6edf3); }
a { color: light-dark(#0550ae, #79c0ff); }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
details { border: 1px solid #8888; border-radius: .5rem; margin: .5rem 0; padding: 0 1rem; }
summary { cursor: pointer; padding: .6rem 0; }
summary code { margin-right: .75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 1rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #8884; }
pre { overflow-x: auto; padding: .75rem; border-radius: .5rem; background: #8882; }
small { opacity: .75; }
@media print { details::details-content { content-visibility: visible; } }
`;
