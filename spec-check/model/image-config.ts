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

const healthcheck = z.object({
  Test: list,
  Interval: z.number().default(0),
  Timeout: z.number().default(0),
  StartPeriod: z.number().default(0),
  Retries: z.number().default(0),
});

export const imageConfig = z
  .object({
    User: z.string().default(''),
    WorkingDir: z.string().default(''),
    Volumes: record(z.unknown()),
    Env: list,
    Cmd: list,
    Entrypoint: list,
    Labels: record(z.string()),
    ExposedPorts: record(z.unknown()),
    Healthcheck: healthcheck.nullish(),
  })
  .transform(({ Healthcheck: check, ...config }) => ({
    /** As configured, `appuser`, `1000:1000`, or empty for root. */
    user: config.User,
    workdir: config.WorkingDir,
    volumes: Object.keys(config.Volumes),
    env: config.Env,
    cmd: config.Cmd,
    entrypoint: config.Entrypoint,
    labels: config.Labels,
    /** TCP only. */
    exposedPorts: Object.keys(config.ExposedPorts)
      .filter((port) => port.endsWith('/tcp'))
      .map((port) => Number.parseInt(port, 10)),
    /** Undefined where there is none or it is `NONE`. */
    healthcheck:
      check && ![undefined, 'NONE'].includes(check.Test[0])
        ? {
            test: check.Test,
            intervalNs: check.Interval,
            timeoutNs: check.Timeout,
            startPeriodNs: check.StartPeriod,
            retries: check.Retries,
          }
        : undefined,
  }));

export type ImageConfig = Readonly<z.output<typeof imageConfig>>;
