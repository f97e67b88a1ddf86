import * as z from 'zod';

/** What `explain --format json` prints. Fixed, `schema: 1`. */
export const explanationSchema = z.strictObject({
  schema: z.literal(1),
  spec: z.strictObject({ path: z.string(), title: z.string() }),
  items: z.array(
    z.strictObject({
      id: z.string(),
      section: z.string(),
      line: z.int(),
      text: z.string(),
      kind: z.enum(['criterion', 'constraint', 'context', 'non-goal']),
      verdict: z.enum(['checkable', 'unverified', 'ambiguous', 'context']),
      reason: z.string(),
      checks: z.array(
        z.strictObject({ check: z.string(), params: z.record(z.string(), z.unknown()) }),
      ),
    }),
  ),
});

export type Explanation = z.infer<typeof explanationSchema>;
