import type { AnyCheck } from '../model/check.ts';
import { anyUser } from './any-user/check.ts';
import { architecture } from './architecture/check.ts';
import { baseImage } from './base-image/check.ts';
import { builds } from './builds/check.ts';
import { crud } from './crud/check.ts';
import { database } from './database/check.ts';
import { envRequired } from './env-required/check.ts';
import { gracefulShutdown } from './graceful-shutdown/check.ts';
import { health } from './health/check.ts';
import { healthcheck } from './healthcheck/check.ts';
import { http } from './http/check.ts';
import { imageSize } from './image-size/check.ts';
import { labels } from './labels/check.ts';
import { memoryUnder } from './memory-under/check.ts';
import { noCapabilities } from './no-capabilities/check.ts';
import { noSecrets } from './no-secrets/check.ts';
import { nonRoot } from './non-root/check.ts';
import { port } from './port/check.ts';
import { pullElsewhere } from './pull-elsewhere/check.ts';
import { push } from './push/check.ts';
import { readOnly } from './read-only/check.ts';
import { respondsWithin } from './responds-within/check.ts';
import { sh } from './sh/check.ts';
import { sql } from './sql/check.ts';
import { startsWithin } from './starts-within/check.ts';
import { tag } from './tag/check.ts';

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
