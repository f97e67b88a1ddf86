import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Verdict } from '../../model/check.ts';
import type { Docker } from '../../model/docker.ts';
import type { Database, Image } from '../../model/resources.ts';
import { hitsIn, settings } from '../../secrets/detectors.ts';
import { isExampleWord, isSecretSetting } from '../../secrets/placeholders.ts';
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
    { layers: own.layers.length, files, planted },
    image.reference,
    variable,
  );
}

const searches = new WeakMap<Image, ReturnType<typeof searchImage>>();

/**
 * Searches the image together with a layer of planted secrets, in one pass. Throws when one of them is
 * not found: then the search is blind, and its silence says nothing.
 */
async function searchImage(docker: Docker, image: Image, database: Database, signal: AbortSignal) {
  const [known, control, count] = await Promise.all([
    knownSecrets(database, image.dockerfile),
    plantControl(docker, image.id, signal),
    docker.read(['image', 'inspect', '--format', '{{len .RootFS.Layers}}', image.id], { signal }),
  ]);
  await using _removed = control;
  const archive = docker.stream(['save', control.reference], { signal, timeout: 5 * 60_000 });
  const scanned = await scanArchive(archive, scanner([...known, control.known]));
  return { ...withoutControl(scanned, control, Number(count)), known };
}

/** The image as it was before the planting, once every planted secret is found. */
export function withoutControl(
  scanned: ScannedImage,
  control: Pick<ControlImage, 'extraLayers' | 'label' | 'known' | 'planted'>,
  ownLayers: number,
) {
  if (scanned.layers.length !== ownLayers + control.extraLayers) {
    throw new Error(
      `the search saw ${scanned.layers.length} layers, and the image has ${ownLayers} and ${control.extraLayers} planted ones`,
    );
  }
  const hits = scanned.layers[ownLayers]?.hits ?? [];
  const missed = control.planted.filter(
    ({ kind, value }) =>
      !hits.some(
        (hit) =>
          hit.kind === kind && (value.includes(hit.value.trim()) || hit.value.includes(value)),
      ),
  );
  if (missed.length > 0)
    throw new Error(
      `the search does not find what was planted (${missed.map(({ kind }) => kind).join(', ')}), so its silence says nothing`,
    );
  const labels = scanned.config.config.Labels ?? {};
  if (labels[control.label] !== control.known.value)
    throw new Error('the search does not see the planted label, so its silence says nothing');
  const { [control.label]: _planted, ...Labels } = labels;
  const history = scanned.config.history.filter(
    ({ created_by = '' }) =>
      !created_by.includes('spec-check-control-') && !created_by.includes(control.label),
  );
  return {
    planted: control.planted.length + 1,
    own: {
      layers: scanned.layers.slice(0, ownLayers),
      config: { config: { ...scanned.config.config, Labels }, history },
    } satisfies ScannedImage,
  };
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
  const own = settings(text).flatMap(([name, value]): KnownSecret[] => {
    const kind = `the value of ${name} in .env`;
    const password = passwordOf(value);
    if (password !== undefined)
      return [{ kind: `the password of ${name} in .env`, value: password }];
    return isSecretSetting(name, value) || hitsIn(value, '').length > 0 ? [{ kind, value }] : [];
  });
  const all = [
    { kind: 'the DATABASE_URL of this run', value: database.url },
    { kind: 'the password of DATABASE_URL', value: database.password },
    ...own,
  ];
  // Shorter ones stand everywhere by chance.
  return all.filter(({ value }) => value.length >= 8 && !isExampleWord(value));
}

function passwordOf(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { password } = new URL(value);
  try {
    return password === '' ? undefined : decodeURIComponent(password);
  } catch {
    return password;
  }
}
