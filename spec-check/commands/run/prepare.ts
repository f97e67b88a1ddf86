import path from 'node:path';
import { malformedAdvice } from '../../diagnosis/database-advice.ts';
import { parseDatabaseUrl } from '../../diagnosis/database-url.ts';
import { readPackageJson } from '../../init/project.ts';
import { type Settings, settingsOf } from '../../model/settings.ts';
import { type Interpretation, SpecError } from '../../model/spec.ts';
import type { RunOptions } from '../../resources/resource.ts';
import { optionsInSpec } from '../../run/plan.ts';
import { Secrets } from '../../secrets/redact.ts';
import type { CheckOptions } from './options.ts';
import { findBuild } from './project.ts';
import type { readSpec } from './read-spec.ts';
import { trusted } from './trust.ts';

type RunChoices = Omit<Partial<CheckOptions>, 'format'> & Pick<CheckOptions, 'allowExec'>;

/** What the run of each image is given, with warnings about settings. Throws SpecError for what cannot work. */
export async function prepareRuns(
  file: string,
  { spec, items, source }: Awaited<ReturnType<typeof readSpec>>,
  given: RunChoices,
) {
  const images: Awaited<ReturnType<typeof prepareRun>>[] = [];
  const promises = items.filter(({ verdict }) => verdict !== 'context');
  for (const image of [undefined, ...Object.keys(spec.defaults.images ?? {})]) {
    const own = promises.filter(({ item }) => item.image === image);
    if (image !== undefined && !items.some(({ item }) => item.image === image))
      throw new SpecError('unknown-image', `No heading of the spec speaks of "${image}".`, {
        hint: `Name one of images as a heading does: ${[...new Set(items.flatMap(({ item }) => item.group ?? []))].join(', ')}`,
      });
    if (own.length === 0 && promises.length > 0) continue;
    images.push(await prepareRun(file, spec.defaults, image, own, { ...given, source }));
  }
  const secrets = new Secrets();
  for (const value of images.flatMap((one) => one.secrets)) secrets.add(value);
  return { images, secrets, warnings: new Set(images.flatMap((one) => one.warnings)) };
}

async function prepareRun(
  file: string,
  defaults: Settings,
  name: string | undefined,
  items: readonly Interpretation[],
  given: RunChoices & { readonly source: string },
) {
  const { image, url } = name === undefined ? given : {};
  const own = settingsOf(defaults, name);
  const { settings, warnings, ...read } = await trusted(own, given, process.env);
  const databaseUrl = databaseUrlOf(settings, given.databaseUrl?.trim());
  const password = databaseUrl && parseDatabaseUrl(databaseUrl)?.password;
  const secrets = [...read.secrets, databaseUrl ?? '', password ?? ''];
  const builds =
    image === undefined && url === undefined && items.some(({ checks }) => checks.length > 0);
  const place = builds
    ? await findBuild(settings, file)
    : { context: process.cwd(), dockerfile: '' };
  const options: RunOptions = {
    ...place,
    image,
    url,
    name: settings.image ?? (await projectName(place.context, name)),
    settings,
    ...optionsInSpec(items),
    registry: registryName(given.registry ?? settings.registry),
    secondEngine: given.secondEngine,
    databaseUrl,
    allowExec: given.allowExec,
    timeout: Math.ceil((settings.startTimeout ?? 60) * 1000),
  };
  return { image: name, options, secrets, warnings };
}

/** A URL in the settings, else the one of the command line; undefined for a database of our own, or none. */
function databaseUrlOf({ database }: Settings, given: string | undefined): string | undefined {
  if (database === 'none') return undefined;
  // An empty variable counts as unset.
  const url = given || (/^(?:postgres|mysql)$/.test(database ?? '') ? undefined : database);
  if (url !== undefined && (database === 'mysql' || /^(?:mysql|mariadb)\b/.test(url)))
    throw new SpecError('mysql-by-url', 'A MySQL that a URL names cannot be looked into.', {
      hint: 'Leave DATABASE_URL and --database-url out, and say database: mysql: a MariaDB is started.',
    });
  if (url !== undefined && parseDatabaseUrl(url) === undefined)
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
async function projectName(folder: string, image = ''): Promise<string> {
  const { name } = await readPackageJson(folder);
  const words = `${name || path.basename(folder)} ${image}`.toLowerCase().match(/[a-z0-9]+/g);
  return words?.join('-') ?? 'image';
}
