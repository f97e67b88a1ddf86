import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { opened, sealed } from './envelope.ts';
import { type Identity, keylessSeal, keylessSigned } from './keyless.ts';
import { attestedAt, keyPair } from './tests/samples.ts';

/** Against Sigstore's own stand-ins, because the public one gives a certificate to real CI jobs only. */
const script = fileURLToPath(new URL('tests/sigstore.mjs', import.meta.url));
const work = new AsyncDisposableStack();
const wanted: Identity = {
  certificateIdentity: 'https://github.com/acme/api/.github/workflows/ci.yml@refs/heads/main',
  certificateOidcIssuer: 'https://token.actions.githubusercontent.com',
};
const statement = attestedAt(8);
let sign: { fulcioURL: string; rekorURL: string };
let trust: { tufMirrorURL: string; tufRootPath: string; tufCachePath: string };
let bundle: string;

beforeAll(async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'keyless-test-'));
  work.defer(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(path.join(cwd, 'package.json'), '{}');
  const packages = ['@sigstore/mock@0.13.0', '@tufjs/repo-mock@5.0.0'];
  await execa('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd });
  const server = execa(process.execPath, [script], { cwd, timeout: 120_000, reject: false });
  work.defer(() => void server.kill());
  for await (const line of createInterface(server.stdout)) {
    const { url, cache, rootFile } = JSON.parse(line) as Record<
      'url' | 'cache' | 'rootFile',
      string
    >;
    sign = { fulcioURL: url, rekorURL: url };
    trust = { tufMirrorURL: url, tufRootPath: rootFile, tufCachePath: cache };
    break;
  }
  bundle = await sealedBy(wanted);
}, 120_000);

afterAll(() => work.disposeAsync());

async function sealedBy({ certificateIdentity: sub, certificateOidcIssuer: iss }: Identity) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const identityToken = `${part({ alg: 'none' })}.${part({ sub, iss, aud: 'sigstore' })}.`;
  const seal = await keylessSeal({ ...sign, identityToken });
  return seal(statement);
}

const open = async (text: string, who = wanted) =>
  opened(Buffer.from(text), await keylessSigned(who, trust));

it('opens what that identity signed', async () => {
  expect(await open(bundle)).toEqual(statement);
});

it.each<[what: string, Partial<Identity>]>([
  ['the beginning of the name', { certificateIdentity: 'https://github.com/acme/api' }],
  ['a pattern', { certificateIdentity: '.*' }],
  ['another issuer', { certificateOidcIssuer: 'https://gitlab.com' }],
  ['a longer name', { certificateIdentity: `${wanted.certificateIdentity}-2` }],
])('refuses %s', async (_what, other) => {
  expect(await open(bundle, { ...wanted, ...other })).toBeUndefined();
});

const changed = (change: (read: ReturnType<typeof parsed>) => unknown) => {
  const read = parsed(bundle);
  change(read);
  return JSON.stringify(read);
};
const parsed = (text: string) =>
  JSON.parse(text) as {
    dsseEnvelope: { payload: string; signatures: object[] };
    verificationMaterial: { tlogEntries: object[]; certificate: { rawBytes: string } };
    messageSignature?: object;
  };

it('refuses what was edited, taken from another bundle, in no log, or signed with a key', async () => {
  const forged = Buffer.from(JSON.stringify({ ...statement, subject: [] })).toString('base64');
  const other = parsed(await sealedBy({ ...wanted, certificateIdentity: 'mallory' }));
  const edited = [
    changed(({ dsseEnvelope }) => Object.assign(dsseEnvelope, { payload: forged })),
    changed((read) => Object.assign(read, { verificationMaterial: other.verificationMaterial })),
    changed((read) => Object.assign(read.verificationMaterial, { tlogEntries: [] })),
    changed((read) => Object.assign(read.dsseEnvelope, other.dsseEnvelope)),
    changed((read) => Object.assign(read, { messageSignature: {} })),
    sealed(statement, keyPair().privateKey),
  ];
  for (const text of edited) expect(await open(text)).toBeUndefined();
});

it('says where the identity comes from, and what stands in the way', async () => {
  await expect(keylessSeal()).rejects.toMatchObject({ code: 'no-identity' });
  const nowhere = { fulcioURL: 'http://127.0.0.1:9', identityToken: 'a.e30.', retry: 0 };
  const seal = await keylessSeal(nowhere);
  await expect(seal(statement)).rejects.toMatchObject({ code: 'sigstore-unusable' });
});
