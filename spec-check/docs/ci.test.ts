import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { parseDocument } from 'yaml';
import { checks } from '../checks/index.ts';
import { checkIds } from '../commands/run/check-ids.ts';
import { specCheck } from '../commands/run/program.ts';
import { readSpec } from '../commands/run/read-spec.ts';
import { fileOf, formats } from '../report/formats.ts';
import { planRun } from '../run/plan.ts';

const page = readFileSync(path.join(import.meta.dirname, 'ci.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
const commands = [...page.matchAll(/spec:check -- (.*)$/gm)].map(([, words = '']) => words);

it('its YAML parses, and the first block is a whole workflow', () => {
  const documents = blocks('yaml').map((text) => parseDocument(text));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect(documents).toHaveLength(2);
  const { jobs } = documents[0]?.toJS() ?? {};
  const steps: { uses?: string; run?: string; with?: { path?: string } }[] =
    jobs['spec-check'].steps;
  for (const step of steps) expect(step.uses ?? step.run).toMatch(/./);
  const folder = / --output (\S+)/.exec(steps.find(({ run }) => run)?.run ?? '')?.[1];
  expect(steps.find(({ uses }) => uses?.includes('upload-artifact'))?.with?.path).toBe(folder);
  expect(fileOf('sarif')).toMatch(/\.sarif$/);
});

it('its hook is a script for sh', async () => {
  for (const script of blocks('sh')) await execa('sh', ['-n'], { input: script });
  expect(blocks('sh').filter((script) => script.startsWith('#!'))).toHaveLength(1);
});

it('the command line knows every option, format, command and check that it uses', () => {
  const program = specCheck();
  for (const words of commands) {
    const [first = ''] = words.split(' ');
    const name = first.startsWith('--') ? 'check' : first;
    const command = program.commands.find((one) => one.name() === name);
    const options = command?.options.map(({ long }) => long) ?? [];
    expect(options).toEqual(expect.arrayContaining([...(words.match(/--[\w-]+/g) ?? [])]));
    expect(command?.name()).toBe(name);
    for (const format of valuesOf('format', words)) expect(formats).toContain(format);
    const ids = checks.map(({ id }) => id);
    for (const id of valuesOf('only', words)) expect(ids).toContain(id);
  }
  expect(commands.length).toBeGreaterThanOrEqual(4);
});

it('what its hook picks out of the spec can pass: no promise is cut in half', async () => {
  const picked = commands.map((words) => valuesOf('only', words)).filter((ids) => ids.length > 0);
  const { spec, items } = await readSpec(
    path.join(import.meta.dirname, '../../specs/containerization-spec.md'),
  );
  for (const ids of picked) {
    const { items: planned } = planRun(spec, items, { only: checkIds(ids), skip: [] });
    expect(planned.filter(({ verdict }) => verdict !== 'checkable')).toEqual([]);
  }
  expect(picked).toHaveLength(1);
});

/** What follows an option, up to the next one. */
function valuesOf(option: string, words: string): readonly string[] {
  const [, after = ''] = ` ${words}`.split(` --${option} `);
  const [values = ''] = after.split(' --');
  return values.split(/[ ,]/).filter(Boolean);
}
