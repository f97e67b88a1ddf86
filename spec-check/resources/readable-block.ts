import * as z from 'zod';

/** The text of a fenced block, refused with the reader's own words when it cannot be read. */
export const readable = (read: (source: string) => unknown): z.ZodType<string> =>
  z.string().superRefine((source, context) => {
    try {
      read(source);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });
