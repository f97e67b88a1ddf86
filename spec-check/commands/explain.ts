import { checks } from '../checks/index.ts';
import { explainJson, explainText } from '../report/explain.ts';
import { readSpec } from './run/read-spec.ts';

/** `spec-check explain`: prints what each line means. */
export async function explain(
  file: string,
  { format }: { format: 'text' | 'json' },
): Promise<void> {
  const { spec, items } = await readSpec(file);
  const shown =
    format === 'json'
      ? JSON.stringify(explainJson(spec, items), null, 2)
      : explainText(spec, items, checks);
  process.stdout.write(`${shown}\n`);
}
