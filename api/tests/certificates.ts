import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { serverAccount } from './server-process.ts';

/** A certificate and its key, as files that the database server's account can read. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A private authority, in a temporary folder. */
export interface Authority extends AsyncDisposable {
  /** What clients trust, as a PEM file. */
  readonly file: string;
  /** Signs a certificate for names like `DNS:localhost,IP:127.0.0.1`, for so many days from now; -1: ended yesterday. */
  readonly sign: (names: string, days?: number) => Promise<Certificate>;
}

/** Makes an authority with the `openssl` command. */
export async function privateAuthority(): Promise<Authority> {
  const folder = await mkdtemp(path.join(tmpdir(), 'authority-test-'));
  // As root the server runs as another account, which must reach its key.
  await chmod(folder, 0o711);
  const inFolder = (name: string) => path.join(folder, name);
  const openssl = (...args: readonly string[]) =>
    promisify(execFile)('openssl', args, { cwd: folder, timeout: 10_000 });
  await openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '1'],
    ...['-subj', '/CN=Private authority', '-addext', 'keyUsage=critical,keyCertSign'],
  );

  let count = 0;
  async function sign(names: string, days = 1): Promise<Certificate> {
    count += 1;
    const [request, certificate, key, extensions] = ['csr', 'pem', 'key', 'ext'].map(
      (ending) => `${count}.${ending}`,
    ) as [string, string, string, string];
    await openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', '/CN=server');
    await writeFile(inFolder(extensions), `subjectAltName=${names}\n`);
    await openssl(
      ...['x509', '-req', '-in', request, '-out', certificate, '-days', String(days)],
      ...['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', extensions],
    );
    await giveToServer(inFolder(key));
    return { certificate: inFolder(certificate), key: inFolder(key) };
  }

  return {
    file: inFolder('ca.pem'),
    sign,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Elliptic: made at once. */
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** PostgreSQL takes a key only when it is its own and nobody else can read it. */
async function giveToServer(key: string): Promise<void> {
  await chmod(key, 0o600);
  const account = serverAccount();
  if (account !== undefined) await chown(key, account.uid, account.gid);
}
