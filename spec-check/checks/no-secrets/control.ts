import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ownedTag } from '../../docker/labels.ts';
import { temporaryFolder } from '../../docker/temporary-folder.ts';
import type { Docker } from '../../model/docker.ts';
import type { KnownSecret } from './scan.ts';

/** A file with a secret, as `found` must call it. */
export interface Sample {
  readonly path: string;
  readonly content: Buffer | string;
  readonly found: string;
}

/** An image of its own with secrets that a search must find: the one under check stays as it is. */
export interface ControlImage extends AsyncDisposable {
  readonly reference: string;
  /** What its label `LABEL` holds. */
  readonly known: KnownSecret;
  readonly samples: readonly Sample[];
}

/** Plants the samples in a layer that the next one hides, and a value in a label. Needs no other image. */
export async function plantControl(docker: Docker, signal: AbortSignal): Promise<ControlImage> {
  const id = randomBytes(6).toString('hex');
  const known: KnownSecret = {
    kind: 'planted known value',
    value: randomBytes(24).toString('base64url'),
  };
  const all = samples(known);
  const reference = `spec-check/control:${ownedTag(id)}`;
  const scope = new AsyncDisposableStack();
  const folder = await temporaryFolder('control', scope);
  const release = async () => {
    await docker.run(['rmi', '--force', reference], { timeout: 30_000 });
    await scope.disposeAsync();
  };
  try {
    for (const { path: name, content } of all) {
      const file = path.join(folder, 'planted', name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await writeFile(path.join(folder, 'nothing'), '');
    await writeFile(
      path.join(folder, 'Dockerfile'),
      `FROM scratch\nCOPY planted /\nCOPY nothing ${all[0]?.path}\nLABEL planted="${known.value}"\n`,
    );
    // No signal here: if the client dies, the daemon tags the image all the same.
    await docker.read(['build', '--quiet', '--force-rm', '--tag', reference, folder], {
      timeout: 120_000,
    });
    signal.throwIfAborted();
  } catch (error) {
    await release();
    throw error;
  }
  return { reference, known, samples: all, [Symbol.asyncDispose]: release };
}

/** One of each way in which a search finds something. */
export function samples(known: KnownSecret): Sample[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
  const der = privateKey.export({ format: 'der', type: 'sec1' });
  const token = `const t = "glpat-${drawn()}";`;
  const url = `postgres://control:${drawn()}@db.internal:5432/app`;
  const settings = `DB_PASSWORD=${drawn()}\n`;
  const utf16 = Buffer.from(`\ufeff${settings}`, 'utf16le');
  const all: [path: string, content: Buffer | string, found: string][] = [
    ['/srv/known.bin', known.value, known.kind],
    ['/srv/token.js', token, 'Gitlab PAT'],
    ['/srv/url', url, 'connection string with a password'],
    ['/srv/key.pem', pem, 'private key'],
    ['/srv/key.der', der, 'private key in DER'],
    ['/srv/.env', settings, 'value of DB_PASSWORD'],
    ['/srv/utf16/.env', utf16, 'value of DB_PASSWORD'],
    ['/srv/packed/.env.gz', gzipSync(settings), 'value of DB_PASSWORD'],
  ];
  return all.map(([path, content, found]) => ({ path, content, found }));
}

/** Twenty letters and digits, always varied enough for a secret. */
function drawn(): string {
  return `Zk4mQ8vT${randomBytes(6).toString('hex')}`;
}
