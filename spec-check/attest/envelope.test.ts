import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { keyId, opened, readKey, sealed } from './envelope.ts';
import { attestedAt, keyPair } from './tests/samples.ts';

const { publicKey, privateKey } = keyPair();
const statement = attestedAt(8);
const bundle = sealed(statement, privateKey);
const open = (text: string, key = publicKey) => opened(Buffer.from(text), key);

it('is opened by its key alone', () => {
  expect(open(bundle)).toEqual(statement);
  expect(open(bundle, keyPair().publicKey)).toBeUndefined();
});

it('is what Sigstore calls a bundle, and its own library verifies it', () => {
  const read = bundleFromJSON(JSON.parse(bundle));
  const verifier = (key = publicKey) =>
    new Verifier(
      {
        certificateAuthorities: [],
        timestampAuthorities: [],
        tlogs: [],
        ctlogs: [],
        publicKey: (hint) => {
          expect(hint).toBe(keyId(publicKey));
          return { publicKey: key, validFor: () => true };
        },
      },
      { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 },
    );
  expect(() => verifier().verify(toSignedEntity(read))).not.toThrow();
  expect(() => verifier(keyPair().publicKey).verify(toSignedEntity(read))).toThrow('signature');
});

const changed = (change: (envelope: Record<string, unknown>) => void): string => {
  const value = JSON.parse(bundle) as { dsseEnvelope: Record<string, unknown> };
  change(value.dsseEnvelope);
  return JSON.stringify(value);
};
const payload = (text: string) => Buffer.from(text).toString('base64');

it.each([
  [
    'an edited predicate',
    changed((one) => {
      one.payload = payload(JSON.stringify(statement).replaceAll('PASS', 'FAIL'));
    }),
  ],
  [
    'another type of payload',
    changed((one) => {
      one.payloadType = 'application/json';
    }),
  ],
  [
    'no signature',
    changed((one) => {
      one.signatures = [];
    }),
  ],
  [
    'an empty signature',
    changed((one) => {
      one.signatures = [{ sig: '' }];
    }),
  ],
  [
    'a second signature',
    changed((one) => {
      one.signatures = [...(one.signatures as unknown[]), { sig: payload('x') }];
    }),
  ],
  ['half of it', bundle.slice(0, bundle.length / 2)],
  ['nothing', ''],
  ['other JSON', '[]'],
])('is not opened with %s', (_, text) => {
  expect(open(text)).toBeUndefined();
});

describe('a key', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'attest-key-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = async (name: string, pem: string | Buffer) => {
    await writeFile(path.join(folder, name), pem);
    return path.join(folder, name);
  };
  const encrypted = privateKey.export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a key password' },
  });

  it('is read with the password of the named variable, and never printed', async () => {
    const key = await file('encrypted.key', encrypted);
    process.env.ATTEST_TEST_PASSWORD = 'a key password';
    process.env.ATTEST_TEST_WRONG = 'another password';
    const read = await readKey(key, 'PRIVATE', 'ATTEST_TEST_PASSWORD');
    expect(open(sealed(statement, read))).toEqual(statement);
    const wrong = await readKey(key, 'PRIVATE', 'ATTEST_TEST_WRONG').catch(String);
    expect(wrong).toContain('is no PRIVATE KEY to use');
    expect(wrong).not.toContain('another password');
    await expect(readKey(key, 'PRIVATE')).rejects.toMatchObject({
      code: 'bad-key',
      hint: expect.stringContaining('--key-password'),
    });
  });

  it('is refused where it is of another kind', async () => {
    const plain = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await expect(readKey(await file('a.key', plain), 'PUBLIC')).rejects.toThrow('no public key');
    const { publicKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { publicKey: larger } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    for (const [index, other] of [rsa, larger].entries()) {
      const pem = await file(`${index}.pub`, other.export({ type: 'spki', format: 'pem' }));
      await expect(readKey(pem, 'PUBLIC')).rejects.toThrow('not on P-256');
    }
    await expect(readKey(path.join(folder, 'none'), 'PUBLIC')).rejects.toThrow('ENOENT');
  });
});
