import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Docker } from '../../model/docker.ts';
import type { Database, Image } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { decoded, hitsIn } from '../../secrets/detectors.ts';
import { isSecretSetting } from '../../secrets/names.ts';
import { isExampleWord } from '../../secrets/placeholders.ts';
import { settingLines } from '../../secrets/settings.ts';
import { type ScannedImage, scanArchive } from './archive.ts';
import { type ControlImage, plantControl } from './control.ts';
import { findings, judgeSecrets } from './judge-secrets.ts';
import { type KnownSecret, scanner } from './scan.ts';

/** Judges one search of the image, which every promise about secrets shares. */
export async function proveNoSecrets(
  docker: Docker,
  image: Image,
  { database, variable }: { readonly database: Database; readonly variable: string | undefined },
  signal: AbortSignal,
): Promise<Verdict> {
  const search = searches.get(image) ?? searchImage(docker, image, database, signal);
  searches.set(image, search);
  const { own, planted, known } = await search;
  const files = own.layers.reduce((sum, layer) => sum + layer.paths.size, 0);
  return judgeSecrets(
    findings(own, known, variable),
    {
      layers: own.layers.length,
      files,
      planted,
      closed: own.layers.flatMap(({ closed }) => closed),
    },
    image.reference,
    variable,
  );
}

const searches = new WeakMap<Image, ReturnType<typeof searchImage>>();

/**
 * Searches the image, and an image of planted secrets in the same way. Throws when one of those is not
 * found: then the search is blind, and its silence says nothing.
 */
async function searchImage(docker: Docker, image: Image, database: Database, signal: AbortSignal) {
  const known = await knownSecrets(database, image.dockerfile);
  const search = async (reference: string, known: readonly KnownSecret[]) =>
    scanArchive(
      docker.stream(['save', reference], { signal, timeout: 5 * 60_000 }),
      scanner(known),
    );
  const [own, planted, count] = await Promise.all([
    search(image.id, known),
    searchControl(docker, search, signal),
    docker.read(['image', 'inspect', '--format', '{{len .RootFS.Layers}}', image.id], { signal }),
  ]);
  if (own.layers.length !== Number(count))
    throw new Error(
      `the search saw ${own.layers.length} layers, and the image has ${count.trim()}`,
    );
  return { own, planted, known };
}

async function searchControl(
  docker: Docker,
  search: (reference: string, known: readonly KnownSecret[]) => Promise<ScannedImage>,
  signal: AbortSignal,
): Promise<number> {
  await using control = await plantControl(docker, signal);
  return foundAll(await search(control.reference, [control.known]), control);
}

/** How many planted secrets a search found: all of them, or it throws. */
export function foundAll(
  scanned: ScannedImage,
  { known, samples }: Pick<ControlImage, 'known' | 'samples'>,
): number {
  const found = findings(scanned, [known]);
  const planted = [...samples, { path: 'LABEL planted', found: known.kind }];
  const missed = planted.filter(
    ({ path, found: kind }) =>
      !found.some((one) => one.kind === kind && one.where.startsWith(path.replace(/\.gz$/, ''))),
  );
  if (missed.length > 0)
    throw new Error(
      `the search does not find what was planted (${missed.map(({ path, found }) => `${found} in ${path}`).join(', ')}), so its silence says nothing`,
    );
  return planted.length;
}

/** Values that this machine knows to be secret: the database's, and those of a `.env` beside the Dockerfile. */
async function knownSecrets(
  database: Pick<Database, 'url' | 'password'>,
  dockerfile: Image['dockerfile'],
): Promise<KnownSecret[]> {
  const text =
    dockerfile === undefined
      ? ''
      : await readFile(path.join(path.dirname(dockerfile.path), '.env'), 'utf8').catch(() => '');
  const own = settingLines(text).flatMap(({ name, value }): KnownSecret[] => {
    const password = URL.canParse(value) ? decoded(new URL(value).password) : '';
    if (password !== '') return [{ kind: `the password of ${name} in .env`, value: password }];
    const isSecret = isSecretSetting(name, value) || hitsIn(value, '').length > 0;
    return isSecret ? [{ kind: `the value of ${name} in .env`, value }] : [];
  });
  const all = [
    { kind: 'the DATABASE_URL of this run', value: database.url },
    { kind: 'the password of DATABASE_URL', value: database.password },
    ...own,
  ];
  // Shorter ones stand everywhere by chance.
  return all.filter(({ value }) => value.length >= 8 && !isExampleWord(value));
}
