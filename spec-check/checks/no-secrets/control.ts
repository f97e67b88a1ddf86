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
  const password = `${randomBytes(6).toString('hex')}-Kq9!`;
  const token = `glpat-${drawn(20)}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const settings = `DB_PASSWORD=${password}\n`;
  return [
    { path: '/srv/known.bin', content: known.value, found: known.kind },
    { path: '/srv/token.js', content: `const t = "${token}";`, found: 'Gitlab PAT' },
    {
      path: '/srv/url',
      content: `postgres://control:${drawn(24)}@db.internal:5432/app`,
      found: 'connection string with a password',
    },
    {
      path: '/srv/key.pem',
      content: privateKey.export({ format: 'pem', type: 'pkcs8' }),
      found: 'private key',
    },
    {
      path: '/srv/key.der',
      content: privateKey.export({ format: 'der', type: 'sec1' }),
      found: 'private key in DER',
    },
    { path: '/srv/.env', content: settings, found: 'value of DB_PASSWORD' },
    {
      path: '/srv/utf16/.env',
      content: Buffer.from(`\ufeff${settings}`, 'utf16le'),
      found: 'value of DB_PASSWORD',
    },
    {
      path: '/srv/packed/.env.gz',
      content: gzipSync(settings),
      found: 'value of DB_PASSWORD',
    },
  ];
}

/** Random letters and digits, at least ten of them different. */
function drawn(length: number): string {
  for (;;) {
    const text = randomBytes(96)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, length);
    if (new Set(text).size >= 12 && /\d/.test(text) && !/(.)\1{2}/.test(text)) return text;
  }
}
