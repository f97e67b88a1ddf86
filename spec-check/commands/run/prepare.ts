import path from 'node:path';
import { malformedAdvice } from '../../diagnosis/database-advice.ts';
import { parsePostgresUrl } from '../../diagnosis/postgres-url.ts';
import { readPackageJson } from '../../init/project.ts';
import type { Interpretation } from '../../model/interpretation.ts';
import type { Settings } from '../../model/settings.ts';
import type { Spec } from '../../model/spec.ts';
import { SpecError } from '../../model/spec.ts';
import type { RunOptions } from '../../resources/resource.ts';
import { optionsInSpec } from '../../run/plan.ts';
import { Secrets } from '../../secrets/redact.ts';
import type { CheckOptions } from './options.ts';
import { findBuild } from './project.ts';
import { trusted } from './trust.ts';

/** What a run is given, and warnings about settings. Throws SpecError for what cannot work. */
export async function prepareRun(
  file: string,
  spec: Spec,
  items: readonly Interpretation[],
  given: Omit<Partial<CheckOptions>, 'format'> & Pick<CheckOptions, 'image' | 'allowExec'>,
) {
  const { allowExec, image, keep = false } = given;
  const { settings, warnings, ...read } = await trusted(spec.defaults, given, process.env);
  const databaseUrl = databaseUrlOf(settings, given.databaseUrl?.trim());
  const secrets = new Secrets();
  const password = databaseUrl && parsePostgresUrl(databaseUrl)?.password;
  for (const value of [...read.secrets, databaseUrl ?? '', password ?? '']) secrets.add(value);
  const builds = image === undefined && items.some(({ checks }) => checks.length > 0);
  const place = builds
    ? await findBuild(settings, file)
    : { context: process.cwd(), dockerfile: '' };
  const options: RunOptions = {
    ...place,
    image,
    name: settings.image ?? (await projectName(place.context)),
    settings,
    ...optionsInSpec(items),
    registry: registryName(given.registry ?? settings.registry),
    secondEngine: given.secondEngine,
    databaseUrl,
    keep,
    allowExec,
    timeout: Math.ceil((settings.startTimeout ?? 60) * 1000),
  };
  return { options, secrets, warnings };
}

/** A URL in the settings, else the one of the command line; undefined for a database of our own, or none. */
function databaseUrlOf({ database }: Settings, given: string | undefined): string | undefined {
  if (database === 'mysql')
    throw new SpecError('no-mysql', 'A MySQL of its own cannot be started yet.', {
      hint: 'Run one as a service, and say database: none and env: DATABASE_URL.',
    });
  if (database === 'none') return undefined;
  // An empty variable counts as unset.
  const url = given || (database === 'postgres' ? undefined : database);
  if (url !== undefined && parsePostgresUrl(url) === undefined)
    throw new SpecError('bad-database-url', malformedAdvice(url), {
      hint: 'Correct DATABASE_URL or --database-url, or leave it out for an embedded PostgreSQL.',
    });
  return url;
}

function registryName(name: string | undefined): string | undefined {
  const corrected = name?.replace(/^[a-z]+:\/\//i, '').toLowerCase();
  if (name === corrected) return name;
  throw new SpecError('bad-registry', `"${name}" is no name of a registry.`, {
    hint: `Without a scheme and in lower case: --registry ${corrected}`,
  });
}

/** An image name from package.json, else from the folder: lower case, digits, single separators. */
async function projectName(folder: string): Promise<string> {
  const { name } = await readPackageJson(folder);
  const words = (name || path.basename(folder)).toLowerCase().match(/[a-z0-9]+/g);
  return words?.join('-') ?? 'image';
}
