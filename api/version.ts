import * as z from 'zod';

export const versionSchema = z.object({
  version: z.string(),
  revision: z.string(),
  created: z.iso.datetime().nullable(),
});

/** What the image says of itself: the values of its OCI labels, which its build also puts into the environment. */
export function version({
  APP_VERSION,
  APP_REVISION,
  APP_CREATED,
}: NodeJS.ProcessEnv): z.infer<typeof versionSchema> {
  return {
    version: APP_VERSION || 'development',
    revision: APP_REVISION || 'unknown',
    created: versionSchema.shape.created.safeParse(APP_CREATED).data ?? null,
  };
}
