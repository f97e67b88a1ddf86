import * as z from 'zod';
import { checkResult, item } from './report.ts';

/** What `explain --format json` prints. Fixed, `schema: 1`. */
export const explanationSchema = z.strictObject({
  schema: z.literal(1),
  spec: z.strictObject({ path: z.string(), title: z.string() }),
  items: z.array(
    item
      .pick({ id: true, section: true, line: true, text: true })
      .extend({
        kind: z.enum(['criterion', 'constraint', 'context', 'non-goal']),
        verdict: z.enum(['checkable', 'unverified', 'ambiguous', 'context']),
        reason: z.string(),
        checks: z.array(checkResult.pick({ check: true, params: true })),
      }),
  ),
});

export type Explanation = z.infer<typeof explanationSchema>;
