// A Sigstore of its own on loopback: Fulcio, Rekor and TUF by Sigstore's own mock packages, which stand in this folder.
// Prints { url, cache }: where it answers, and a folder with its TUF root.
import { generateKeyPairSync, hash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const load = createRequire(path.join(process.cwd(), 'package.json'));
const mock = load('@sigstore/mock');
const { initializeTUFRepo, tufHandlers } = load('@tufjs/repo-mock');

/** @type {Map<string, (body: string) => any>} */
const answers = new Map();
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  const answer = answers.get(decodeURIComponent(pathname));
  const {
    statusCode,
    response: body,
    contentType,
  } = (await answer?.(await text(request))) ?? { statusCode: 404, response: '' };
  response.writeHead(statusCode, { 'content-type': contentType ?? 'text/plain' }).end(body);
}).listen(0, '127.0.0.1', async () => {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ctlog = await mock.initializeCTLog(keys());
  const authority = await mock.initializeCA(keys(), ctlog);
  const tlog = await mock.initializeTLog(url, keys());
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const base64 = (/** @type {any} */ { buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  const log = (/** @type {Buffer} */ publicKey) => ({
    ...{ baseUrl: url, hashAlgorithm: 'SHA2_256' },
    logId: { keyId: hash('sha256', publicKey, 'base64') },
    publicKey: {
      ...{ rawBytes: publicKey.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
      validFor,
    },
  });
  const root = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(tlog.publicKey)],
    ctlogs: [log(ctlog.publicKey)],
    certificateAuthorities: [
      {
        ...{ subject: { organization: 'test', commonName: 'test' }, uri: url, validFor },
        certChain: { certificates: [{ rawBytes: base64(authority.rootCertificate) }] },
      },
    ],
    timestampAuthorities: [],
  };
  const target = { name: 'trusted_root.json', content: Buffer.from(JSON.stringify(root)) };
  const repository = initializeTUFRepo([target]);
  for (const { path: at, fn } of [
    mock.fulcioHandler(authority),
    mock.rekorHandler({ log: (/** @type {any} */ entry) => tlog.log(asRekorKeeps(entry)) }),
    ...tufHandlers(repository, { metadataPathPrefix: '' }),
  ])
    answers.set(at, fn);
  const cache = mkdtempSync(path.join(process.cwd(), 'tuf-'));
  const rootFile = path.join(cache, 'first-root.json');
  writeFileSync(rootFile, JSON.stringify(repository.rootMeta.toJSON()));
  process.stdout.write(`${JSON.stringify({ url, cache, rootFile })}\n`);
});

/** The mock would log a proposal as it came; https://github.com/sigstore/rekor/blob/main/pkg/types/dsse/v0.0.1/dsse_v0_0_1_schema.json @param {any} entry */
function asRekorKeeps({ spec, ...entry }) {
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  const digest = (/** @type {string | Buffer} */ of) => ({
    ...{ algorithm: 'sha256', value: hash('sha256', of) },
  });
  const [verifier] = verifiers;
  return {
    ...entry,
    spec: {
      envelopeHash: digest(envelope),
      payloadHash: digest(Buffer.from(payload, 'base64')),
      signatures: signatures.map((/** @type {any} */ { sig }) => ({ signature: sig, verifier })),
    },
  };
}
