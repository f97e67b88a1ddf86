import type { AnyCheck } from '../model/check.ts';
import { anyUser } from './any-user/check.ts';
import { architecture } from './architecture/check.ts';
import { baseImage } from './base-image/check.ts';
import { buildTime } from './build-time/check.ts';
import { builds } from './builds/check.ts';
import { cmd } from './cmd/check.ts';
import { cors } from './cors/check.ts';
import { crud } from './crud/check.ts';
import { database } from './database/check.ts';
import { dockerfileExists } from './dockerfile-exists/check.ts';
import { dockerfileInstruction } from './dockerfile-instruction/check.ts';
import { dockerignore } from './dockerignore/check.ts';
import { envAtRuntime } from './env-at-runtime/check.ts';
import { envRequired } from './env-required/check.ts';
import { envSet } from './env-set/check.ts';
import { execForm } from './exec-form/check.ts';
import { exposes } from './exposes/check.ts';
import { fileInImage } from './file-in-image/check.ts';
import { gracefulShutdown } from './graceful-shutdown/check.ts';
import { health } from './health/check.ts';
import { healthcheck } from './healthcheck/check.ts';
import { healthcheckCommand } from './healthcheck-command/check.ts';
import { healthcheckWithin } from './healthcheck-within/check.ts';
import { homeDirectory } from './home-directory/check.ts';
import { http } from './http/check.ts';
import { imageSize } from './image-size/check.ts';
import { labels } from './labels/check.ts';
import { layerOrder } from './layer-order/check.ts';
import { listensOnAllInterfaces } from './listens-on-all-interfaces/check.ts';
import { logsContain } from './logs-contain/check.ts';
import { logsNoErrors } from './logs-no-errors/check.ts';
import { logsStdout } from './logs-stdout/check.ts';
import { memoryUnder } from './memory-under/check.ts';
import { metrics } from './metrics/check.ts';
import { migrations } from './migrations/check.ts';
import { multiStage } from './multi-stage/check.ts';
import { noCapabilities } from './no-capabilities/check.ts';
import { noLatestTag } from './no-latest-tag/check.ts';
import { noNewPrivileges } from './no-new-privileges/check.ts';
import { noSecrets } from './no-secrets/check.ts';
import { noSecretsInLogs } from './no-secrets-in-logs/check.ts';
import { noShell } from './no-shell/check.ts';
import { nonRoot } from './non-root/check.ts';
import { openapiPage } from './openapi-page/check.ts';
import { packageInImage } from './package-in-image/check.ts';
import { pinnedBase } from './pinned-base/check.ts';
import { port } from './port/check.ts';
import { productionDependenciesOnly } from './production-dependencies-only/check.ts';
import { pullElsewhere } from './pull-elsewhere/check.ts';
import { push } from './push/check.ts';
import { readOnly } from './read-only/check.ts';
import { reproducible } from './reproducible/check.ts';
import { respondsWithin } from './responds-within/check.ts';
import { runtimeVersion } from './runtime-version/check.ts';
import { sbom } from './sbom/check.ts';
import { sh } from './sh/check.ts';
import { sql } from './sql/check.ts';
import { starts } from './starts/check.ts';
import { startsWithin } from './starts-within/check.ts';
import { tag } from './tag/check.ts';
import { tmpfs } from './tmpfs/check.ts';
import { userExists } from './user-exists/check.ts';
import { workdir } from './workdir/check.ts';
import { writablePaths } from './writable-paths/check.ts';

/** All checks, one for each folder here. Written by `npm run new:check` and `npm run docs`. */
export const checks: readonly AnyCheck[] = [
  anyUser,
  architecture,
  baseImage,
  buildTime,
  builds,
  cmd,
  cors,
  crud,
  database,
  dockerfileExists,
  dockerfileInstruction,
  dockerignore,
  envAtRuntime,
  envRequired,
  envSet,
  execForm,
  exposes,
  fileInImage,
  gracefulShutdown,
  health,
  healthcheck,
  healthcheckCommand,
  healthcheckWithin,
  homeDirectory,
  http,
  imageSize,
  labels,
  layerOrder,
  listensOnAllInterfaces,
  logsContain,
  logsNoErrors,
  logsStdout,
  memoryUnder,
  metrics,
  migrations,
  multiStage,
  noCapabilities,
  noLatestTag,
  noNewPrivileges,
  noSecrets,
  noSecretsInLogs,
  noShell,
  nonRoot,
  openapiPage,
  packageInImage,
  pinnedBase,
  port,
  productionDependenciesOnly,
  pullElsewhere,
  push,
  readOnly,
  reproducible,
  respondsWithin,
  runtimeVersion,
  sbom,
  sh,
  sql,
  starts,
  startsWithin,
  tag,
  tmpfs,
  userExists,
  workdir,
  writablePaths,
];
