import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportedName } from '../../checks/index.ts';

/** `npm run new:check NAME`: writes the folder of a check. */
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
  process.stdout.write(
    `Wrote ${path.relative(process.cwd(), folder)}. CONTRIBUTING.md says what goes into which file.\n`,
  );
}

const checksFolder = path.join(import.meta.dirname, '../../checks');

function filesOf(name: string): Readonly<Record<string, string>> {
  const id = exportedName(name);
  return {
    'check.ts': `import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';

/** TODO: what it proves, in one line. */
export const ${id} = defineCheck({
  title: 'TODO: what it proves',
  proof: 'TODO: how it is proven, so that it cannot be fooled.',
  language: { senses: [], examples: [] },
  // What is wrong, an image of prove/, parameters or a sentence, words of the evidence.
  faults: [
    ['TODO: what is wrong', 'bad-dockerfile', '', /TODO/],
    ['TODO: what else', 'sham-dockerfile', '', /TODO/],
  ],
  goodShapes: [['good-dockerfile']],
  params: z.strictObject({}),
  describe: () => 'TODO: what is measured',
  needs: ['image'],
  run: async (_params, { image }) => judge(image.config.User),
});

/** Decides from what was measured; pure. */
export function judge(user: string) {
  return {
    holds: false,
    evidence: \`TODO: what was seen (\${user})\`,
    wrong: 'TODO: what is said instead where it does not hold',
    expected: 'TODO',
    fix: 'TODO',
    command: 'TODO: how to see it by hand (model/check.ts)',
  };
}
`,
    'language.test.ts': `import { testLanguage } from '../tests/test-language.ts';
import { ${id} } from './check.ts';

testLanguage(${id}, {
  accepts: [],
  refuses: [],
});
`,
    'judge.test.ts': `import { verdictOf } from '../../model/verdict.ts';
import { judge } from './check.ts';

it.each([['', 'FAIL']])('%j: %s', (user, status) => {
  expect(verdictOf(judge(user)).status).toBe(status);
});
`,
  };
}

if (import.meta.main) await newCheck(process.argv[2]);
