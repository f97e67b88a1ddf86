import { closest } from 'fastest-levenshtein';
import type { Root } from 'mdast';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { type SpecDefaults, SpecError } from '../model/spec.ts';

const port = 'a port, from 1 to 65535';
const path = 'a path that begins with /';

/** Its messages end the sentence "… must be". */
const schema = z.strictObject({
  title: z.string('a text').optional(),
  image: z
    .string('a text')
    .regex(/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/, 'an image name in lower case, without tag')
    .optional(),
  port: z.int(port).min(1, port).max(65_535, port).optional(),
  basePath: z.string(path).startsWith('/', path).optional(),
  resource: z.string(path).startsWith('/', path).optional(),
  registry: z.string('a text').min(1, 'a name: ghcr.io/acme').optional(),
});

/** The defaults in a spec's front matter. Throws SpecError for what is none. */
export function readDefaults(tree: Root): SpecDefaults {
  const [first] = tree.children;
  if (first?.type !== 'yaml') return {};
  const known = Object.keys(schema.shape);
  const hint = `Front matter may hold: ${known.join(', ')}.`;
  const document = parseDocument(first.value);
  if (document.errors.length > 0) {
    throw new SpecError(
      'malformed-front-matter',
      `The front matter is no YAML: ${document.errors[0]?.message.split('\n')[0]}`,
      { line: 1, hint },
    );
  }
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) {
    const { title: _title, ...defaults } = parsed.data;
    return defaults as SpecDefaults;
  }
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw unknown === undefined
    ? new SpecError(
        'malformed-front-matter',
        `Front matter: ${issue?.path.join('.')} must be ${issue?.message}.`,
        { line: 1, hint },
      )
    : new SpecError('unknown-default', `Front matter knows no "${unknown}".`, {
        line: 1,
        hint: `Did you mean "${closest(unknown, known)}"? ${hint}`,
      });
}
