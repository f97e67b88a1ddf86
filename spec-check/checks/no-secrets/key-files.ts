import { createPrivateKey } from 'node:crypto';

/** What kind of private key a file holds that is no text; undefined when it holds none. */
export function keyFileKind(bytes: Buffer): string | undefined {
  const first = bytes[0];
  if (first === 0x30 && bytes.length < 20_000) {
    // PKCS #12: a bag for a key that is encrypted by a password has its own number, one for certificates another.
    if (bytes.includes(shroudedKeyBag) || bytes.includes(keyBag))
      return 'private key in a key store (PKCS #12)';
    return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => isKey(bytes, type))
      ? 'private key in DER'
      : undefined;
  }
  // Java's key stores: the first entry is a key (1) or a certificate (2).
  if (
    bytes.length > 20 &&
    (bytes.readUInt32BE(0) === 0xfeedfeed || bytes.readUInt32BE(0) === 0xcececece)
  )
    return bytes.readUInt32BE(8) > 0 && bytes.readUInt32BE(12) === 1
      ? 'private key in a key store (JKS)'
      : undefined;
  if (bytes.length > 12 && bytes.readUInt32BE(0) === 0x03d9a29a) return 'password store (KeePass)';
  return /^\((?:21:protected-private-key|11:private-key)|^Key: \((?:protected-)?private-key/.test(
    bytes.toString('latin1', 0, Math.min(200, bytes.length)),
  )
    ? 'private key of GnuPG'
    : undefined;
}

const keyBag = Buffer.from('2a864886f70d010c0a0101', 'hex');
const shroudedKeyBag = Buffer.from('2a864886f70d010c0a0102', 'hex');

function isKey(key: Buffer, type: 'pkcs8' | 'pkcs1' | 'sec1'): boolean {
  try {
    createPrivateKey({ key, format: 'der', type });
    return true;
  } catch (error) {
    // An encrypted one is understood so far.
    return type === 'pkcs8' && (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
  }
}
