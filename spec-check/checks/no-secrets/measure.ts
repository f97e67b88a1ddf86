import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Docker } from '../../model/docker.ts';
import { counted, instructionOf } from '../../model/format.ts';
import type { Database, Image } from '../../model/resources.ts';
import type { Judgement } from '../../model/verdict.ts';
import { decode, hitsIn } from '../../secrets/detectors.ts';
import { isSecretSetting } from '../../secrets/names.ts';
import { isPlaceholder } from '../../secrets/placeholders.ts';
import { settingLines } from '../../secrets/settings.ts';
import { type LayerMemory, scanArchive } from './archive.ts';
import { searchControl } from './control.ts';
import { findings, mayBeOf } from './findings.ts';
import { layerMemory } from './layer-memory.ts';
import { type KnownSecret, scanner } from './scan.ts';

/** What a search of an image gave; `planted`: how many planted secrets the same search found. */
export type SearchResult = Awaited<ReturnType<typeof searchOnce>>;

/** Searches the image once for all promises. Throws when the same search misses planted secrets. */
export function searchImage(...about: Parameters<typeof searchOnce>): Promise<SearchResult> {
  const [, image] = about;
  const search = searches.get(image) ?? searchOnce(...about);
  searches.set(image, search);
  return search;
}

const searches = new WeakMap<Image, Promise<SearchResult>>();

async function searchOnce(docker: Docker, image: Image, signal: AbortSignal, database?: Database) {
  const known = await knownSecrets(database, image.dockerfile);
  const limits = { signal, timeout: 5 * 60_000 };
  const search = async (reference: string, known: readonly KnownSecret[], memory?: LayerMemory) =>
    scanArchive(docker.stream(['save', reference], limits), scanner(known), memory);
  // The password of our own database is younger than any layer that was searched.
  const drawn = database?.standIn === undefined ? [] : [database.url, database.password];
  const given = known.map(({ value }) => value).filter((value) => !drawn.includes(value));
  const [own, planted] = await Promise.all([
    search(image.id, known, await layerMemory(given)),
    searchControl(docker, search, signal),
  ]);
  const [seen, count] = [own.layers.length, image.contents.length];
  if (seen !== count) throw new Error(`the search saw ${seen} layers, and the image has ${count}`);
  return { own, planted, known };
}

/** Values that this machine knows to be secret: the database's, and those of a `.env` beside the Dockerfile. */
async function knownSecrets(database: Database | undefined, dockerfile: Image['dockerfile']) {
  const file = dockerfile && path.join(path.dirname(dockerfile.path), '.env');
  const text = file ? await readFile(file, 'utf8').catch(() => '') : '';
  const own = settingLines(text).flatMap(({ name, value }): KnownSecret[] => {
    const password = URL.canParse(value) ? decode(new URL(value).password) : '';
    if (password !== '')
      return [{ kind: `the password of ${name} in .env`, value: password, name }];
    const isSecret = isSecretSetting(name, value) || hitsIn(value, '').length > 0;
    return isSecret ? [{ kind: `the value of ${name} in .env`, value, name }] : [];
  });
  const name = 'DATABASE_URL';
  const all = [
    { kind: 'the DATABASE_URL of this run', value: database?.url ?? '', name },
    { kind: 'the password of DATABASE_URL', value: database?.password ?? '', name },
    ...own,
  ];
  // Shorter values occur everywhere by chance.
  return all.filter(({ value }) => value.length >= 8 && !isPlaceholder(value));
}

type Claim = Readonly<{ variable?: string | undefined; only?: boolean | undefined }>;

export function judgeSecrets(
  seen: SearchResult,
  reference: string,
  claim: Claim = {},
  dockerfile?: string,
): Judgement {
  const { variable, only } = claim;
  const { own, known, planted } = seen;
  const { layers } = own;
  const found = findings(own, known, variable, dockerfile)
    .filter((one) => !only || variable === undefined || mayBeOf(variable, one))
    .map(({ kind, where }) => `${kind}: ${where}`);
  const files = layers.reduce((sum, { paths }) => sum + paths.size, 0);
  const closed = layers.flatMap((layer) =>
    layer.found.flatMap((one) => ('closed' in one ? [`${one.path}: ${one.closed}`] : [])),
  );
  const sized = layers.flatMap(({ largest, createdBy }, at) =>
    largest.map((one) => ({ ...one, layer: at + 1, instruction: instructionOf(createdBy) })),
  );
  const value = `value of ${variable}`;
  const what = only ? value : `secret${variable === undefined ? '' : ` and no ${value}`}`;
  // A PASS does not cover these.
  const notOpened = `; not opened: ${counted(closed.length, 'archive')} (${shortened(closed, 3)})`;
  return {
    holds: found.length === 0,
    evidence: `No ${what} in ${counted(files, 'file')} of ${counted(layers.length, 'layer')} (deleted ones too; binary ones by the form of a secret alone), configuration, history and labels${dockerfile === undefined ? '' : ', and in the Dockerfile'}; all ${planted} planted ones were found${closed.length > 0 ? notOpened : ''}`,
    wrong: shortened(found, 1),
    actual: found.slice(0, 20).join('\n'),
    diagnosis:
      'Everybody who can pull the image can read it, also in a layer that a later one hides.',
    fix: 'Give it at run time (docker run -e, a mounted file), or to one build step only (RUN --mount=type=secret); leave it out by .dockerignore; and replace the secret, because it is out.',
    measured: {
      findings: found.length,
      layers: layers.length,
      files,
      plantedFound: planted,
      notOpened: closed.length,
      largestFiles: sized.toSorted((a, b) => b.bytes - a.bytes).slice(0, 40),
    },
    command: `docker save ${reference} | tar -x -C "$(mktemp -d)"; docker history --no-trunc ${reference}; docker image inspect ${reference}`,
  };
}

function shortened(all: readonly string[], most: number): string {
  const more = all.length > most ? [`and ${all.length - most} more`] : [];
  return [...all.slice(0, most), ...more].join(', ');
}
