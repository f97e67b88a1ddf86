import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { SpecError } from '../model/spec.ts';
import type { Statement } from './statement.ts';

/** https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto */
export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const payloadType = 'application/vnd.in-toto+json';

const bundle = z.object({
  dsseEnvelope: z.object({
    payload: z.base64(),
    payloadType: z.literal(payloadType),
    signatures: z.tuple([z.object({ sig: z.base64() })]),
  }),
});

/** A Sigstore bundle with the statement in a DSSE envelope. */
export function sealed(statement: Statement, key: KeyObject): string {
  const payload = Buffer.from(JSON.stringify(statement));
  const signature = sign('sha256', signedBytes(payload), key);
  return JSON.stringify({
    mediaType: bundleType,
    verificationMaterial: { publicKey: { hint: keyId(createPublicKey(key)) } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: signature.toString('base64') }],
    },
  });
}

/** What a bundle says, if this key signed it; undefined for whatever else it is. */
export function opened(text: Buffer, key: KeyObject): unknown {
  try {
    const { dsseEnvelope } = bundle.parse(JSON.parse(text.toString()));
    const payload = Buffer.from(dsseEnvelope.payload, 'base64');
    const signature = Buffer.from(dsseEnvelope.signatures[0].sig, 'base64');
    if (!verify('sha256', signedBytes(payload), key, signature)) return undefined;
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}

/** https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function signedBytes(payload: Buffer): Buffer {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Base64 of the SHA-256 of the public key, as cosign names it. */
export function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/** An ECDSA key on P-256 from a PEM file. `variable` is the environment variable with the password. Throws SpecError. */
export async function readKey(
  file: string,
  kind: 'private' | 'public',
  variable?: string,
): Promise<KeyObject> {
  const passphrase = variable === undefined ? undefined : process.env[variable];
  try {
    const pem = await readFile(file, 'utf8');
    // From a private key, Node would make the public one in silence.
    if (kind === 'public' && !/^-----BEGIN PUBLIC KEY-----/m.test(pem))
      throw new Error('no public key');
    const key =
      kind === 'public' ? createPublicKey(pem) : createPrivateKey({ key: pem, passphrase });
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('not on P-256');
    return key;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SpecError('bad-key', `${file} cannot be used as a ${kind} key: ${why}.`, {
      hint:
        kind === 'public'
          ? `openssl pkey -in attest.key -pubout -out ${file}`
          : `Name the variable with its password: --key-password ATTEST_PASSWORD. A new key: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -out ${file}`,
    });
  }
}
