import { createPrivateKey, createPublicKey, hash, KeyObject, sign, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Bundle } from 'sigstore';
import * as z from 'zod';
import { SpecError } from '../model/spec.ts';

/** https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto */
export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

export const payloadType = 'application/vnd.in-toto+json';

/** Strict, for another library would believe a second content first. */
const bundle = z.strictObject({
  mediaType: z.string(),
  verificationMaterial: z.unknown(),
  dsseEnvelope: z.object({
    payload: z.base64(),
    payloadType: z.literal(payloadType),
    signatures: z.tuple([z.object({ sig: z.base64() })]),
  }),
});

/** A Sigstore bundle with the statement in a DSSE envelope. */
export function sealed(statement: object, key: KeyObject): string {
  const payload = Buffer.from(JSON.stringify(statement));
  const sig = sign('sha256', signedBytes(payload), key).toString('base64');
  return JSON.stringify({
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint: keyId(createPublicKey(key)) } },
    dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig }] },
  });
}

/** What a bundle says, if this key signed it, or a certificate that is believed; undefined for whatever else it is. */
export function opened(text: Buffer, signer: KeyObject | ((bundle: Bundle) => boolean)): unknown {
  try {
    const read = JSON.parse(text.toString());
    const { payload, signatures } = bundle.parse(read).dsseEnvelope;
    const said = Buffer.from(payload, 'base64');
    const isSigned =
      signer instanceof KeyObject
        ? verify('sha256', signedBytes(said), signer, Buffer.from(signatures[0].sig, 'base64'))
        : signer(read);
    return isSigned ? JSON.parse(said.toString()) : undefined;
  } catch {
    return undefined;
  }
}

/** https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function signedBytes(payload: Buffer): Buffer {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Base64 of the SHA-256 of a public key, as cosign names it. */
export const keyId = (key: KeyObject): string =>
  hash('sha256', key.export({ type: 'spki', format: 'der' }), 'base64');

/** A key from a PEM file; `variable` is the environment variable with the password of a private one. Throws SpecError. */
export async function readKey(file: string, kind: 'PRIVATE' | 'PUBLIC', variable = '') {
  try {
    const key = await readFile(file, 'utf8');
    // From a private key, Node would make the public one in silence.
    if (kind === 'PUBLIC' && !key.includes('-BEGIN PUBLIC KEY-')) throw new Error('no public key');
    const passphrase = process.env[variable];
    const read = kind === 'PUBLIC' ? createPublicKey(key) : createPrivateKey({ key, passphrase });
    if (read.asymmetricKeyDetails?.namedCurve === 'prime256v1') return read;
    throw new Error('not on P-256');
  } catch (error) {
    throw new SpecError('bad-key', `${file} is no ${kind} KEY to use (${error}).`, {
      hint: 'Expected ECDSA on P-256 in PEM. The password of a private key stands in the variable that --key-password names.',
    });
  }
}
