import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { ociIndex, ociManifest, type RegistryClient } from '../docker/registry/client.ts';
import { MachineFault } from '../model/docker.ts';
import { fromJson } from '../model/from-json.ts';
import { bundleType } from './envelope.ts';
import { testResult } from './statement.ts';

/** The bundles that the registry keeps beside a digest, whoever signed them. Throws MachineFault where one cannot be read. */
export async function bundlesOf(registry: RegistryClient, digest: string): Promise<Buffer[]> {
  // A registry that has learned the API may keep older ones by tag alone.
  const listed = [...((await byApi(registry, digest)) ?? []), ...(await byTag(registry, digest))];
  const wanted = listed.filter(({ artifactType = emptyConfig }) => mayBeBundle(artifactType));
  const manifests = new Set(wanted.map((one) => one.digest));
  if (manifests.size > most) throw unusable(`more than ${most}`);
  const read = async (kind: 'manifests' | 'blobs', one: string) =>
    (await registry.content(kind, one))?.body ?? Promise.reject(unusable(`nothing as ${one}`));
  const bundles: Buffer[] = [];
  for (const one of manifests) {
    const data = fromJson(artifact, await read('manifests', one));
    if (data === undefined) throw unusable(`no artifact as ${one}`);
    if ((data.annotations[predicateType] ?? testResult) !== testResult) continue;
    for (const layer of data.layers.filter(({ mediaType }) => isBundle(mediaType)))
      bundles.push(await read('blobs', layer.digest));
  }
  return bundles;
}

/** Stores a bundle beside the image, and reads it back. */
export async function attach(
  registry: RegistryClient,
  subject: { readonly mediaType: string; readonly digest: string; readonly size: number },
  bundle: string,
): Promise<void> {
  const put = (where: string, type: string, body: string) =>
    registry.request(where, { method: 'PUT', headers: { 'content-type': type }, body });
  const upload = async (mediaType: string, body: string) => {
    const begun = await registry.request('blobs/uploads/', { method: 'POST' });
    const where = begun?.headers.get('location') ?? '';
    const described = descriptorOf(mediaType, body);
    const query = `${where.includes('?') ? '&' : '?'}digest=${described.digest}`;
    await put(`${where}${query}`, 'application/octet-stream', body);
    return described;
  };
  const manifest = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: ociManifest, artifactType: bundleType, subject },
    config: await upload(emptyConfig, '{}'),
    layers: [await upload(bundleType, bundle)],
    annotations: { 'dev.sigstore.bundle.content': 'dsse-envelope', [predicateType]: testResult },
  });
  const own = { ...descriptorOf(ociManifest, manifest), artifactType: bundleType };
  await put(`manifests/${own.digest}`, ociManifest, manifest);
  // Somebody who writes the tag at the same moment may have lost it: so it is read again.
  for (const delay of [0, 0, 100, 400, 1600]) {
    await pause(delay);
    const known = await byApi(registry, subject.digest);
    const listed = known ?? (await byTag(registry, subject.digest));
    if (listed.some(({ digest }) => digest === own.digest)) return;
    const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [...listed, own] };
    if (known === undefined)
      await put(`manifests/${tagOf(subject.digest)}`, ociIndex, JSON.stringify(index));
  }
  throw unusable('not what was written');
}

function descriptorOf(mediaType: string, body: string) {
  return { mediaType, digest: `sha256:${hash('sha256', body)}`, size: Buffer.byteLength(body) };
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers; undefined where the registry has no such API. */
async function byApi(registry: RegistryClient, digest: string) {
  const listed: Descriptor[] = [];
  let next: string | undefined = `referrers/${digest}`;
  for (let page = 0; next !== undefined; page += 1) {
    if (page > most) throw unusable('a list without end');
    // Registries without it answer with any of these.
    const found = await registry.request(next, {}, page === 0 ? [400, 404, 405, 406] : []);
    if (found === undefined) return undefined;
    listed.push(...indexOf(found.body));
    next = /<([^>]+)>;\s*rel="?next/.exec(found.headers.get('link') ?? '')?.[1];
  }
  return listed;
}

/** By the tag that the specification gives to registries without that API. */
async function byTag(registry: RegistryClient, digest: string): Promise<readonly Descriptor[]> {
  const found = await registry.content('manifests', tagOf(digest));
  return found === undefined ? [] : indexOf(found.body);
}

const tagOf = (digest: string) => digest.replace(':', '-');

const descriptor = z.looseObject({ digest: z.string(), artifactType: z.string().optional() });
type Descriptor = z.infer<typeof descriptor>;
const index = z.object({ manifests: z.array(descriptor) });
const artifact = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string() })),
  annotations: z.record(z.string(), z.string()).default({}),
});

/** Whoever stores an SBOM beside the image says so, and it may be large. */
const predicateType = 'dev.sigstore.bundle.predicateType';

function indexOf(body: Buffer): readonly Descriptor[] {
  const listed = fromJson(index, body);
  if (listed === undefined) throw unusable('no list');
  return listed.manifests;
}

const isBundle = (type: string) => type.startsWith('application/vnd.dev.sigstore.bundle');

/** What bundles have for a config, which registries of the specification's draft list as the type. */
const emptyConfig = 'application/vnd.oci.empty.v1+json';
const mayBeBundle = (type: string) => type === emptyConfig || isBundle(type);

/** Of one image: each costs two requests. */
const most = 1000;

const unusable = (what: string): MachineFault =>
  new MachineFault(
    'attestations-unusable',
    `Expected the image's attestations from the registry, got ${what}.`,
    'What cannot be read proves nothing: mend the registry, or build and attest the image anew.',
  );
