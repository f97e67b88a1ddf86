import { anyUser } from './any-user.ts';
import { architecture } from './architecture.ts';
import { baseImage } from './base-image.ts';
import { builds } from './builds.ts';
import type { AnyCheck } from './check.ts';
import { crud } from './crud.ts';
import { database } from './database.ts';
import { envRequired } from './env-required.ts';
import { gracefulShutdown } from './graceful-shutdown.ts';
import { health } from './health.ts';
import { healthcheck } from './healthcheck.ts';
import { http } from './http.ts';
import { imageSize } from './image-size.ts';
import { labels } from './labels.ts';
import { memoryUnder } from './memory-under.ts';
import { noCapabilities } from './no-capabilities.ts';
import { noSecrets } from './no-secrets.ts';
import { nonRoot } from './non-root.ts';
import { port } from './port.ts';
import { pullElsewhere } from './pull-elsewhere.ts';
import { push } from './push.ts';
import { readOnly } from './read-only.ts';
import { respondsWithin } from './responds-within.ts';
import { sh } from './sh.ts';
import { sql } from './sql.ts';
import { startsWithin } from './starts-within.ts';
import { tag } from './tag.ts';

/** All checks, in the order in which a reader meets them. */
export const checks: readonly AnyCheck[] = [
  builds,
  imageSize,
  nonRoot,
  health,
  crud,
  database,
  push,
  pullElsewhere,
  healthcheck,
  noSecrets,
  envRequired,
  port,
  baseImage,
  gracefulShutdown,
  readOnly,
  noCapabilities,
  anyUser,
  startsWithin,
  respondsWithin,
  memoryUnder,
  labels,
  architecture,
  tag,
  http,
  sh,
  sql,
];
