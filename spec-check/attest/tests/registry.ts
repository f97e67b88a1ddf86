import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { specCheck } from '../../commands/run/program.ts';
import { formatUserError } from '../../commands/run/user-error.ts';
import { ociManifest } from '../../docker/registry/client.ts';
import type { Report } from '../../model/report.ts';
import { resources } from '../../resources/resources.ts';
import { resourcePool } from '../../run/pool.ts';
import { Secrets } from '../../secrets/redact.ts';
import { bundleType } from '../envelope.ts';
import { keyPair, reportOf } from './samples.ts';

/** The commands as people run them, against the project's own registry: a real one, which knows no referrers API. */
export const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));
export const work = new AsyncDisposableStack();
export const { publicKey, privateKey } = keyPair();
export const specText = '# T\n\n## Success Criteria\n\n- [ ] Image size under 200MB\n';
export const spec = { ...reportOf().spec, sha256: hash('sha256', specText) };
export let folder: string;
export let host: string;

/** Starts it before the tests of a file, or another in its place, with keys and a spec in a folder of their own. */
export function useRegistry(start = ownRegistry): void {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'attest-test-'));
    work.defer(() => rm(folder, { recursive: true, force: true }));
    const pem = { pub: publicKey.export({ type: 'spki', format: 'pem' }) };
    await writeFile(path.join(folder, 'attest.pub'), pem.pub);
    const other = keyPair().publicKey.export({ type: 'spki', format: 'pem' });
    await writeFile(path.join(folder, 'other.pub'), other);
    const encrypted = { cipher: 'aes-256-cbc', passphrase: 'a key password' };
    const key = privateKey.export({ type: 'pkcs8', format: 'pem', ...encrypted });
    await writeFile(path.join(folder, 'attest.key'), key);
    await writeFile(path.join(folder, 'spec.md'), specText);
    const here = process.cwd();
    process.chdir(folder);
    work.defer(() => process.chdir(here));
    process.env.ATTEST_PASSWORD = 'a key password';
    host = await start();
  }, 200_000);

  afterAll(() => work.disposeAsync());
}

async function ownRegistry(): Promise<string> {
  const pool = resourcePool(
    resources,
    {
      ...{ runId: randomBytes(4).toString('hex'), signal: AbortSignal.timeout(180_000) },
      // The registry alone is asked for, which reads no more of them.
      options: { name: 'attest-test' } as Parameters<typeof resourcePool>[1]['options'],
      ...{ secrets: new Secrets(), progress: () => {} },
    },
    () => {},
  );
  work.use(pool);
  const { repository } = await pool.get('registry');
  return repository.split('/')[0] ?? '';
}

export async function put(where: string, type: string, body: string | Buffer, at = host) {
  const method = 'PUT';
  let status = 0;
  // The registry does not know a blob for a moment while another writer sends the same one.
  for (let attempt = 0; status !== 201 && attempt < 5; attempt += 1) {
    await sleep(attempt * 200);
    const answer = await fetch(new URL(where, `http://${at}/v2/`), {
      ...{ method, body: new Uint8Array(Buffer.from(body)), headers: { 'content-type': type } },
    });
    ({ status } = answer);
  }
  expect(status).toBe(201);
}

export async function upload(repository: string, body: string | Buffer) {
  const begun = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const digest = `sha256:${hash('sha256', body)}`;
  const where = begun.headers.get('location') ?? '';
  const query = `${where.includes('?') ? '&' : '?'}digest=${digest}`;
  await put(`${where}${query}`, 'application/octet-stream', body);
  return { digest, size: Buffer.byteLength(body) };
}

/** A new image in a repository of its own, or of that name. */
export async function image(
  repository = `attest-test/${randomBytes(4).toString('hex')}`,
  tag = '1.0',
) {
  const config = await upload(repository, JSON.stringify({ made: randomBytes(8).toString('hex') }));
  const manifest = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: ociManifest, layers: [] },
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
  });
  await put(`${repository}/manifests/${tag}`, ociManifest, manifest);
  const digest = `sha256:${hash('sha256', manifest)}`;
  return { repository, digest, id: config.digest, pinned: `${host}/${repository}@${digest}` };
}

export type Image = Awaited<ReturnType<typeof image>>;

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** In this process, because each of their own costs a second. */
export async function run(...args: readonly string[]): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const writes = streams.map((name) => process[name].write);
  for (const name of streams)
    process[name].write = (text: string | Uint8Array) => {
      said[name] += text.toString();
      return true;
    };
  const before = process.exitCode;
  process.exitCode = 0;
  let exitCode = 0;
  try {
    await specCheck().parseAsync([...args], { from: 'user' });
    exitCode = Number(process.exitCode);
  } catch (error) {
    const told = formatUserError(error);
    if (told === undefined && !(error instanceof CommanderError)) throw error;
    if (told !== undefined) said.stderr += told.text;
    exitCode = told?.exitCode ?? 2;
  } finally {
    process.exitCode = before;
    for (const [index, name] of streams.entries())
      process[name].write = writes[index] ?? process[name].write;
  }
  return { exitCode, stdout: said.stdout.trimEnd(), stderr: said.stderr.trimEnd() };
}

export async function attest(one: Pick<Image, 'pinned'>, given: Partial<Report> = {}, hour = 1) {
  const { run: told, ...report } = reportOf({ spec, ...given });
  const finished = new Date(Date.now() - hour * 3_600_000).toISOString();
  const pushed = { ...report, run: { ...told, finished, pushed: one.pinned } };
  await writeFile(path.join(folder, 'report.json'), JSON.stringify(pushed));
  const key = ['--key', 'attest.key', '--key-password', 'ATTEST_PASSWORD'];
  const ended = await run('attest', 'report.json', ...key);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return ended.stdout;
}

export const verify = (reference: string, ...args: readonly string[]) =>
  run('verify', reference, '--key', 'attest.pub', '--spec', 'spec.md', ...args);

export const refusal = (code: string) => ({
  ...{ exitCode: 1, stdout: '' },
  stderr: expect.stringMatching(new RegExp(`^${code}: .* is not to be deployed: `)),
});

/** Stores any text as a bundle beside any digest, as somebody could who may push there. */
export async function plant(one: Image, text: string | Buffer, type = bundleType, about = {}) {
  const annotations = Object.fromEntries(
    Object.entries(about).map(([name, value]) => [`dev.sigstore.bundle.${name}`, value]),
  );
  const layer = { mediaType: type, ...(await upload(one.repository, text)) };
  const manifest = JSON.stringify({
    ...{
      schemaVersion: 2,
      mediaType: ociManifest,
      artifactType: type,
      layers: [layer],
      annotations,
    },
    config: {
      mediaType: 'application/vnd.oci.empty.v1+json',
      ...(await upload(one.repository, '{}')),
    },
  });
  const digest = `sha256:${hash('sha256', manifest)}`;
  await put(`${one.repository}/manifests/${digest}`, ociManifest, manifest);
  await list(one, [
    ...(await listed(one)),
    { digest, mediaType: ociManifest, artifactType: type, size: manifest.length },
  ]);
  return layer;
}

export interface Listed {
  readonly digest: string;
}
export const tagOf = ({ digest }: Image) => digest.replace(':', '-');
export const index = 'application/vnd.oci.image.index.v1+json';

export async function listed(one: Image): Promise<readonly Listed[]> {
  const url = `http://${host}/v2/${one.repository}/manifests/${tagOf(one)}`;
  let answer = await fetch(url, { headers: { accept: index } });
  // The registry reads its file of a tag while it is written, and fails then.
  for (let left = 20; answer.status >= 500 && left > 0; left -= 1)
    answer = await fetch(url, { headers: { accept: index } });
  return answer.status === 404 ? [] : ((await answer.json()) as { manifests: Listed[] }).manifests;
}

export async function list(one: Image, manifests: readonly object[]) {
  const text = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests });
  await put(`${one.repository}/manifests/${tagOf(one)}`, index, text);
}

/** The bundle that is stored beside the image. */
export async function bundleOf(one: Image): Promise<string> {
  const get = async (where: string) =>
    (
      await fetch(`http://${host}/v2/${one.repository}/${where}`, {
        headers: { accept: ociManifest },
      })
    ).text();
  const [first] = await listed(one);
  const { layers } = JSON.parse(await get(`manifests/${first?.digest}`)) as { layers: Listed[] };
  return get(`blobs/${layers[0]?.digest}`);
}
