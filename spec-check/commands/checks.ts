import * as z from 'zod';
import { checks } from '../checks/index.ts';
import { checksText } from '../report/explain.ts';

export function listChecks({ format }: { readonly format: 'text' | 'json' }): void {
  process.stdout.write(
    `${format === 'json' ? JSON.stringify(catalogue(), null, 2) : checksText(checks)}\n`,
  );
}

/** `checks --format json`. Fixed, `schema: 1`. */
function catalogue() {
  return {
    schema: 1,
    checks: checks.map(({ id, title, proof, params, language }) => ({
      id,
      title,
      proof,
      params: z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }),
      examples: language.examples,
    })),
  };
}
