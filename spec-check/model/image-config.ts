import * as z from 'zod';

/** Texts; the engine says null for none. */
export const list = z
  .array(z.string())
  .readonly()
  .nullish()
  .transform((all) => all ?? []);

const record = <T extends z.ZodType>(type: T) =>
  z
    .record(z.string(), type)
    .readonly()
    .nullish()
    .transform((all) => all ?? {});

/** Times in nanoseconds; 0 where the engine chooses. */
const healthcheck = z.object({
  Test: list,
  Interval: z.number().default(0),
  Timeout: z.number().default(0),
  StartPeriod: z.number().default(0),
  Retries: z.number().default(0),
});

/** The configuration of an image under the names of `docker image inspect`. */
export const imageConfig = z.object({
  /** As configured, `appuser`, `1000:1000`, or empty for root. */
  User: z.string().default(''),
  WorkingDir: z.string().default(''),
  Volumes: record(z.unknown()).transform((volumes) => Object.keys(volumes)),
  Env: list,
  Cmd: list,
  Entrypoint: list,
  Labels: record(z.string()),
  /** `SIGINT`, `2`; SIGTERM unless given. */
  StopSignal: z.string().optional(),
  /** TCP only. */
  ExposedPorts: record(z.unknown()).transform((ports) =>
    Object.keys(ports)
      .filter((port) => port.endsWith('/tcp'))
      .map((port) => Number.parseInt(port, 10)),
  ),
  /** Undefined where there is none or it is `NONE`. */
  Healthcheck: healthcheck
    .nullish()
    .transform((check) => (check?.Test[0] && check.Test[0] !== 'NONE' ? check : undefined)),
});

export type ImageConfig = Readonly<z.output<typeof imageConfig>>;
