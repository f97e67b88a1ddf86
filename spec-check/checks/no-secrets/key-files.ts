import { createPrivateKey } from 'node:crypto';

/** What kind of private key a file holds that is no text; undefined when it holds none. */
export function keyFileKind(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x30 && bytes.length < 20_000) {
    if (keyBags.some((bag) => bytes.includes(bag, 0, 'hex')))
      return 'private key in a key store (PKCS #12)';
    return isKey(bytes) ? 'private key in DER' : undefined;
  }
  const start = bytes.toString('hex', 0, 16);
  // Java: version, number of entries, and the first entry: a key (1), not a certificate (2).
  if (/^(?:feedfeed|cececece).{8}(?!0{8}).{8}00000001/.test(start))
    return 'private key in a key store (JKS)';
  if (start.startsWith('03d9a29a')) return 'password store (KeePass)';
  if (/^05020000(?!0000)/.test(start)) return 'Kerberos key table';
  return /^\((?:21:protected-private-key|11:private-key)|^Key: \((?:protected-)?private-key/m.test(
    bytes.toString('latin1', 0, 200),
  )
    ? 'private key of GnuPG'
    : undefined;
}

/** A bag for a key in PKCS #12, open or encrypted by a password; one for certificates has another number. */
const keyBags = ['2a864886f70d010c0a0101', '2a864886f70d010c0a0102'];

const isKey = (key: Buffer): boolean =>
  (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      return createPrivateKey({ key, format: 'der', type });
    } catch (error) {
      // Node understood that it is a key, and that it is encrypted.
      return (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
    }
  });
