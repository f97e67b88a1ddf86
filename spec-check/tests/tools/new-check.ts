import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** `npm run new:check NAME`: writes the folder of a check, and the list of all checks again. */
async function newCheck(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z]+(?:-[a-z]+)*$/.test(name)) {
    process.stderr.write('Expected the id of a check in lower case: npm run new:check exposes\n');
    process.exitCode = 2;
    return;
  }
  const folder = path.join(checksFolder, name);
  if (existsSync(folder)) {
    process.stderr.write(`${folder} is there already.\n`);
    process.exitCode = 2;
    return;
  }
  await mkdir(folder);
  for (const [file, text] of Object.entries(filesOf(name)))
    await writeFile(path.join(folder, file), text);
  await writeIndex();
  process.stdout.write(
    `Wrote ${path.relative(process.cwd(), folder)}. CONTRIBUTING.md says what goes into which file.\n`,
  );
}

const checksFolder = path.join(import.meta.dirname, '../../checks');

/** The list of all checks, made from the folders. */
export async function indexText(): Promise<string> {
  const entries = await readdir(checksFolder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'tests')
    .map(({ name }) => name)
    .sort();
  return [
    "import type { AnyCheck } from '../model/check.ts';",
    ...names.map((name) => `import { ${camelCase(name)} } from './${name}/check.ts';`),
    '',
    '/** All checks, one for each folder here. Written by `npm run new:check` and `npm run docs`. */',
    'export const checks: readonly AnyCheck[] = [',
    ...names.map((name) => `  ${camelCase(name)},`),
    '];',
    '',
  ].join('\n');
}

export async function writeIndex(): Promise<void> {
  await writeFile(path.join(checksFolder, 'index.ts'), await indexText());
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function filesOf(name: string): Readonly<Record<string, string>> {
  const id = camelCase(name);
  return {
    'check.ts': `import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judge } from './judge.ts';
import { language } from './language.ts';

/** TODO: what it proves, in one line. */
export const ${id} = defineCheck({
  id: '${name}',
  title: 'TODO: what it proves',
  proof: 'TODO: how it is proven, so that it cannot be fooled.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'TODO: what is measured',
  needs: ['image'],
  run: async (_params, { image }) => judge({ user: image.config.user }),
});
`,
    'language.ts': `import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [],
  examples: [],
};
`,
    'language.test.ts': `import { testLanguage } from '../tests/test-language.ts';
import { ${id} } from './check.ts';

testLanguage(${id}, {
  accepts: [],
  refuses: [],
});
`,
    'judge.ts': `import type { Verdict } from '../../model/verdict.ts';

/** Decides from what was measured; pure. */
export function judge({ user }: { readonly user: string }): Verdict {
  return {
    status: 'FAIL',
    evidence: \`TODO: what was seen (\${user})\`,
    expected: 'TODO',
    actual: 'TODO',
    fix: 'TODO',
  };
}
`,
    'judge.test.ts': `import { judge } from './judge.ts';

it.each([[{ user: '' }, 'FAIL']])('%j: %s', (seen, status) => {
  expect(judge(seen).status).toBe(status);
});
`,
    'faults.ts': `import type { Fault, GoodShape } from '../../model/fault.ts';

/** Two at least: on an image of prove/images.ts, or on one of its own. */
export const faults: readonly Fault[] = [
  {
    name: 'TODO: what is wrong',
    image: { dockerfile: 'ARG NODE_IMAGE=node:24-bookworm-slim\\nFROM \${NODE_IMAGE}\\n' },
    promise: 'TODO: a line of a spec\\n  <!-- check: ${name} -->',
    says: /TODO: words of the evidence/,
  },
];

export const goodShapes: readonly GoodShape[] = [];
`,
  };
}

if (import.meta.main) await newCheck(process.argv[2]);
