import * as z from 'zod';

export const versionSchema = z.object({
  version: z.string(),
  revision: z.string(),
  created: z.iso.datetime().nullable(),
});

/** What the image says of itself: the values of its OCI labels, which its build also puts into the environment. */
export function version(env: NodeJS.ProcessEnv): z.infer<typeof versionSchema> {
  return {
    version: env.APP_VERSION || 'development',
    revision: env.APP_REVISION || 'unknown',
    created: versionSchema.shape.created.safeParse(env.APP_CREATED).data ?? null,
  };
}
