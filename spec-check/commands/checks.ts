import * as z from 'zod';
import { checks } from '../checks/index.ts';
import { checksText } from '../report/explain.ts';
import { print } from './run/print.ts';

/** JSON is fixed, `schema: 1`. */
export function listChecks({ format }: { readonly format: 'text' | 'json' }): void {
  const catalogue = checks.map(({ id, title, proof, params, language }) => ({
    ...{ id, title, proof },
    params: z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }),
    examples: language.examples,
  }));
  print(format, { schema: 1, checks: catalogue }, checksText(checks));
}
