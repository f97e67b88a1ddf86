import type * as z from 'zod';

/** What a text in JSON says, by this schema; undefined where it is no JSON, or says something else. */
export function fromJson<T>(schema: z.ZodType<T>, text: string | Buffer): T | undefined {
  try {
    return schema.parse(JSON.parse(text.toString()));
  } catch {
    return undefined;
  }
}
