import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { checks } from '../checks/index.ts';
import { changesOf } from '../language/rewrite.ts';
import { commandName } from '../model/command-name.ts';
import { SpecError } from '../model/spec.ts';
import { explainJson, explainText } from '../report/explain.ts';
import { print } from './run/print.ts';
import { readSpec } from './run/read-spec.ts';

/** `spec-check explain`: prints what each line means; with `fix`, what would be understood in place of lines, and writes the chosen ones. */
export async function explain(
  file: string,
  { format, fix }: { format: 'text' | 'json'; fix?: string | true },
): Promise<void> {
  const read = await readSpec(file);
  if (fix !== undefined) return rewrite(file, read, fix === true ? undefined : linesOf(fix));
  const { spec, items } = read;
  print(format, explainJson(spec, items), explainText(spec, items, checks));
}

async function rewrite(
  file: string,
  { source, items }: Awaited<ReturnType<typeof readSpec>>,
  chosen: readonly number[] | undefined,
): Promise<void> {
  const changes = changesOf(source, items, chosen);
  for (const { line, before, after } of changes)
    process.stdout.write(
      `${pc.dim(`${file}:${line}`)}\n${pc.red(`- ${before}`)}\n${pc.green(`+ ${after}`)}\n`,
    );
  const numbers = changes.map(({ line }) => line).join(',');
  if (chosen === undefined) {
    const write = `To write them, or some of them: ${commandName} explain ${file} --fix ${numbers}`;
    process.stdout.write(
      `${numbers === '' ? 'No line has a proposal that stands for all that it says.' : write}\n`,
    );
    return;
  }
  const lines = source.split('\n');
  for (const { line, after } of changes) lines[line - 1] = after;
  await writeFile(file, lines.join('\n'));
}

function linesOf(text: string): number[] {
  if (!/^\d+(,\d+)*$/.test(text))
    throw new SpecError('no-line-numbers', `Expected line numbers after --fix, got "${text}".`, {
      hint: `Say it so: ${commandName} explain SPEC --fix 12,14`,
    });
  return text.split(',').map(Number);
}
