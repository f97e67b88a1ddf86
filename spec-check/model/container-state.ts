import * as z from 'zod';

/** Milliseconds since 1970, by the engine's clock. */
const time = z.string().transform((text) => Date.parse(text));

/** A run of a HEALTHCHECK that has ended; its exit code is -1 when it ran into its time limit. */
const probe = z.object({
  Start: time,
  End: time,
  ExitCode: z.number(),
  Output: z.string().default(''),
});

/** The state of a container under the names of `docker inspect`. */
export const containerState = z.object({
  Status: z.string(),
  ExitCode: z.number(),
  OOMKilled: z.boolean(),
  /** As the engine's host numbers it; 0 when not running. */
  Pid: z.number(),
  /** The log has the last five probes, oldest first. */
  Health: z
    .object({ Status: z.string(), Log: z.array(probe).nullish() })
    .nullish()
    .transform((health) => ({ Status: health?.Status ?? 'none', Log: health?.Log ?? [] })),
});

export type ContainerState = z.output<typeof containerState>;

export const hasEnded = ({ Status }: ContainerState) => Status === 'exited' || Status === 'dead';
