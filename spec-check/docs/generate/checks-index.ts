import type { AnyCheck } from '../../model/check.ts';
import { generated } from './generated.ts';
import { table } from './table.ts';

/** The way to each check's page. */
export function checksIndex(checks: readonly AnyCheck[]): string {
  const rows = checks.map(({ id, faults, title, language: { examples } }) => [
    `[${id}](${id}.md)`,
    title,
    examples[0] ?? 'a block below the item',
    String(faults.length),
  ]);
  return [
    generated,
    '# The checks',
    `${checks.length} of them. A page says what sentences mean the check, how it is proven, how to write it out below an item, what it needs, and the faults that it is shown to catch.`,
    table(['check', 'proves', 'for example', 'faults it catches'], rows),
    'When one says no: [troubleshooting](../troubleshooting.md). How to add one: [CONTRIBUTING](../../../CONTRIBUTING.md#add-a-check-in-one-folder).',
  ].join('\n\n');
}
