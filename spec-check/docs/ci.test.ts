import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { parseDocument } from 'yaml';
import { checks } from '../checks/registry.ts';
import { fileNames, formats } from '../report/formats.ts';

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
  expect(fileNames.sarif).toMatch(/\.sarif$/);
});

it('its hook is a script for sh', async () => {
  for (const script of blocks('sh')) await execa('sh', ['-n'], { input: script });
  expect(blocks('sh')).toHaveLength(1);
});

it('the command line knows every option, format, command and check that it uses', async () => {
  const help = async (...args: string[]) => {
    const cli = path.join(import.meta.dirname, '../cli.ts');
    const { stdout } = await execa(process.execPath, [cli, ...args, '--help'], { timeout: 20_000 });
    return stdout;
  };
  const [all, check] = await Promise.all([help(), help('check')]);
  const known = new Set([...check.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option));
  for (const command of commands) {
    const options = command.match(/--[\w-]+/g) ?? [];
    expect(options.filter((option) => !known.has(option))).toEqual([]);
    const [first = ''] = command.split(' ');
    if (!first.startsWith('--')) expect(all).toMatch(new RegExp(`^ {2}${first} `, 'm'));
    const asked = / --format (\S+)/.exec(` ${command}`)?.[1]?.split(',') ?? [];
    expect(asked.filter((format) => !formats.includes(format as never))).toEqual([]);
    const ids = / --only ((?:[\w-]+ ?)+)/.exec(` ${command}`)?.[1]?.trim().split(' ') ?? [];
    expect(ids.filter((id) => !checks.some((one) => one.id === id))).toEqual([]);
  }
  expect(commands.length).toBeGreaterThanOrEqual(4);
});
