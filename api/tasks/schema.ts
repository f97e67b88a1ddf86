import * as z from 'zod';
import { statuses } from '../db/schema.ts';

/** A positive integer up to 2^53 - 1, which PostgreSQL, JSON and JavaScript all carry exactly. */
export const idSchema = z.int().min(1);

const title = text(200)
  .min(1)
  // Characters are spelled out where languages differ about white space, so that all clients agree.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they count as white space too
  .regex(/[^\s\u001c-\u001f\u0085\ufeff]/, 'must not be blank')
  .meta({ examples: ['Buy milk'] });

const description = text(10_000)
  .nullable()
  .meta({ examples: ['Two litres'] });

const status = z.enum(statuses);

export const taskSchema = z.strictObject({
  id: idSchema,
  title: z.string().meta({ examples: ['Buy milk'] }),
  description: z.string().nullable(),
  status,
  created_at: z.iso.datetime().meta({ examples: ['2026-01-31T09:30:00.000Z'] }),
});

export type Task = z.infer<typeof taskSchema>;

/** A task as a client states it, new or in place of another. */
export const newTaskSchema = z.strictObject({
  title,
  description: description.default(null),
  status: status.default('pending'),
});

export type NewTask = z.infer<typeof newTaskSchema>;

export const taskPatchSchema = z
  .strictObject({ title, description, status })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one member')
  .meta({ minProperties: 1, examples: [{ status: 'completed' }] });

export type TaskPatch = z.infer<typeof taskPatchSchema>;

/** Query of `GET /tasks`. A parameter that is given twice arrives as a list, and is refused. */
export const listQuerySchema = z.strictObject({
  limit: number(z.int().min(1).max(100)).default(50),
  after: number(z.int().min(0)).optional(),
  status: status.optional(),
});

export type ListQuery = z.infer<typeof listQuerySchema>;

/** The id in a path; undefined for a number that no task can have, null for what is no number. */
export function readId(text: string): number | undefined | null {
  if (!/^\d+$/.test(text)) return null;
  return /^[1-9]\d{0,15}$/.test(text) ? idSchema.safeParse(Number(text)).data : undefined;
}

/** Text that JSON and PostgreSQL both hold: no U+0000, no half of a surrogate pair; the length in code points. */
function text(max: number) {
  return (
    z
      .string()
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL cannot store this one
      .regex(/^[^\u0000]*$/, 'must not contain U+0000')
      .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')
  );
}

/** A number in a query, where all is text: digits only, without a sign, a fraction or leading zeros. */
function number(schema: z.ZodType<number, number>) {
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,15})$/, { error: 'must be a whole number', abort: true })
    .transform(Number)
    .pipe(schema);
}
