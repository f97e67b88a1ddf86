import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ownedTag } from '../../docker/labels.ts';
import type { Docker } from '../../model/docker.ts';
import { connection } from '../../secrets/detectors.ts';
import type { ScannedImage } from './archive.ts';
import { findings } from './findings.ts';
import type { KnownSecret } from './scan.ts';

/** A file with a secret, as `found` must call it. */
type Sample = readonly [path: string, content: Buffer | string, found: string];

/** Searches an image of planted secrets; returns how many. Throws when the search misses one. */
export async function searchControl(
  docker: Docker,
  search: (reference: string, known: readonly KnownSecret[]) => Promise<ScannedImage>,
  signal: AbortSignal,
): Promise<number> {
  const known = { kind: 'planted known value', value: randomBytes(24).toString('base64url') };
  const all = samples(known);
  const context = pack();
  for (const [path, content] of all) context.entry({ name: `planted${path}` }, content);
  const dockerfile = `FROM scratch\nCOPY planted /\nCOPY Dockerfile ${all[0]?.[0]}\nLABEL planted="${known.value}"\n`;
  context.entry({ name: 'Dockerfile' }, dockerfile);
  context.finalize();
  const reference = `spec-check/control:${ownedTag(randomBytes(6).toString('hex'))}`;
  try {
    const build = ['build', '--quiet', '--force-rm', '--tag', reference, '-'];
    // No signal here: if the client dies, the daemon tags the image all the same.
    await docker.read(build, { input: await buffer(context), timeout: 120_000 });
    signal.throwIfAborted();
    return foundAll(await search(reference, [known]), known, all);
  } finally {
    await docker.run(['rmi', '--force', reference], { timeout: 30_000 });
  }
}

/** How many planted secrets a search found: all of them, or it throws. */
export function foundAll(scanned: ScannedImage, known: KnownSecret, samples: readonly Sample[]) {
  const found = findings(scanned, [known]);
  const planted = [...samples, ['LABEL planted', '', known.kind] as const];
  const missed = planted.filter(
    ([path, , kind]) =>
      !found.some((one) => one.kind === kind && one.where.startsWith(path.replace(/\.gz$/, ''))),
  );
  if (missed.length > 0)
    throw new Error(
      `the search does not find what was planted (${missed.map(([path, , kind]) => `${kind} in ${path}`).join(', ')}), so its silence says nothing`,
    );
  return planted.length;
}

/** One of each way in which a search finds something. */
export function samples(known: KnownSecret): readonly Sample[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const settings = `DB_PASSWORD=${drawn()}\n`;
  return [
    ['/srv/known.bin', known.value, known.kind],
    ['/srv/token.js', `const t = "glpat-${drawn()}";`, 'Gitlab PAT'],
    ['/srv/url', `postgres://control:${drawn()}@db.internal:5432/app`, connection],
    ['/srv/key.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }), 'private key'],
    ['/srv/key.der', privateKey.export({ format: 'der', type: 'sec1' }), 'private key in DER'],
    ['/srv/.env', settings, 'value of DB_PASSWORD'],
    ['/srv/utf16/.env', Buffer.from(`\ufeff${settings}`, 'utf16le'), 'value of DB_PASSWORD'],
    ['/srv/packed/.env.gz', gzipSync(settings), 'value of DB_PASSWORD'],
  ];
}

const drawn = (): string => `Zk4mQ8vT${randomBytes(6).toString('hex')}`;
