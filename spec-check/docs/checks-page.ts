import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { checks } from '../checks/index.ts';
import type { JsonSchema } from '../language/settings.ts';
import type { AnyCheck } from '../model/check.ts';
import { promiseLine } from '../model/fault.ts';
import { inline } from '../report/markdown.ts';

export const checksPage = (): string =>
  `${[
    '<!-- Made from the program by `npm run docs`: change the check, not this page. -->',
    '# The checks',
    `${checks.length} of them, each with sentences that mean it. They are examples: what counts is that no word is left over, and \`npm run spec:check -- explain\` shows what a line of yours means. A check can also be written out below an item. \`npm run spec:check -- prove --only ID\` breaks each promise in an image, and the check has to say FAIL, and why. When one says no: [troubleshooting](troubleshooting.md). How to add one: [CONTRIBUTING](../../CONTRIBUTING.md#add-a-check-in-one-folder).`,
    ...checks.flatMap(section),
  ].join('\n\n')}\n`;

function section(check: AnyCheck): string[] {
  return [
    `## \`${check.id}\``,
    `**${check.title}.** ${check.proof}`,
    check.language.examples.map((sentence) => `- ${sentence}`).join('\n'),
    `\`\`\`\`markdown\n- [ ] ${writtenOut(check)}\n\`\`\`\``,
    table(parametersOf(check)),
    `Catches: ${check.faults.map(([name]) => name).join('; ') || 'what its own tests show'}.`,
  ].filter((part) => part !== '');
}

/** The check with parameters that its own faults or good shapes give it, or as a block. */
function writtenOut({ id, faults, goodShapes }: AnyCheck): string {
  const promises = [...goodShapes.map(([, promise]) => promise), ...faults.map((one) => one[2])];
  const written = promises.find((promise = '') => /^\w+=|```/.test(promise));
  return promiseLine(id, written);
}

function parametersOf({ params }: AnyCheck): string[][] {
  const schema = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return (schema.anyOf ?? [schema]).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, { default: value, description = '' }]) => [
      `\`${name}\``,
      value === undefined
        ? required.includes(name)
          ? 'has to be given'
          : ''
        : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``,
      description,
    ]),
  );
}

function table(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const all = [['parameter', 'without it', 'says'], ['---', '---', '---'], ...rows];
  return all.map((cells) => `| ${cells.map(inline).join(' | ')} |`).join('\n');
}

if (import.meta.main) await writeFile(path.join(import.meta.dirname, 'checks.md'), checksPage());
