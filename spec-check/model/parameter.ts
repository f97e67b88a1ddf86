import * as z from 'zod';

/** A parameter that is a list of names or one of them: `["/tmp"]`, `/tmp`. */
export function listOf<T extends z.ZodType<string>>(name: T) {
  return z
    .union([z.array(name).min(1), name])
    .transform((names): readonly string[] => (typeof names === 'string' ? [names] : names));
}

/** The path of a request, or a file. */
export const absolutePath = z.string().startsWith('/');

export const portNumber = z.int().min(1).max(65_535);

export const httpStatus = z.int().min(100).max(599);
