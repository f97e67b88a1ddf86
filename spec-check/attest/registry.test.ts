import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { execa } from 'execa';
import { specCheck } from '../commands/run/program.ts';
import { formatUserError } from '../commands/run/user-error.ts';
import { ociManifest } from '../docker/registry/client.ts';
import type { Report } from '../model/report.ts';
import { resources } from '../resources/resources.ts';
import { resourcePool } from '../run/pool.ts';
import { Secrets } from '../secrets/redact.ts';
import { bundleType, sealed } from './envelope.ts';
import { attestedAt, keyPair, promised, reportOf } from './tests/samples.ts';

/** The commands as people run them, against the project's own registry: a real one, which knows no referrers API. */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const work = new AsyncDisposableStack();
const { publicKey, privateKey } = keyPair();
const specText = '# T\n\n## Success Criteria\n\n- [ ] Image size under 200MB\n';
const spec = { ...reportOf().spec, sha256: hash('sha256', specText) };
let folder: string;
let host: string;

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
  host = repository.split('/')[0] ?? '';
}, 200_000);

afterAll(() => work.disposeAsync());

async function put(where: string, type: string, body: string | Buffer, at = host) {
  const method = 'PUT';
  const answer = await fetch(new URL(where, `http://${at}/v2/`), {
    ...{ method, body: new Uint8Array(Buffer.from(body)), headers: { 'content-type': type } },
  });
  expect(answer.status).toBe(201);
}

async function upload(repository: string, body: string | Buffer) {
  const begun = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const digest = `sha256:${hash('sha256', body)}`;
  await put(`${begun.headers.get('location')}&digest=${digest}`, 'application/octet-stream', body);
  return { digest, size: Buffer.byteLength(body) };
}

/** A new image in a repository of its own, or of that name. */
async function image(repository = `attest-test/${randomBytes(4).toString('hex')}`, tag = '1.0') {
  const config = await upload(repository, JSON.stringify({ made: randomBytes(8).toString('hex') }));
  const manifest = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: ociManifest, layers: [] },
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
  });
  await put(`${repository}/manifests/${tag}`, ociManifest, manifest);
  const digest = `sha256:${hash('sha256', manifest)}`;
  return { repository, digest, id: config.digest, pinned: `${host}/${repository}@${digest}` };
}

type Image = Awaited<ReturnType<typeof image>>;

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** In this process, because each of their own costs a second. */
async function run(...args: readonly string[]): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const writes = streams.map((name) => process[name].write);
  for (const name of streams)
    process[name].write = (text: string | Uint8Array) => {
      said[name] += text.toString();
      return true;
    };
  let exitCode = 0;
  const program = specCheck((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    const told = formatUserError(error);
    if (told === undefined && !(error instanceof CommanderError)) throw error;
    if (told !== undefined) said.stderr += told.text;
    exitCode = told?.exitCode ?? 2;
  } finally {
    for (const [index, name] of streams.entries())
      process[name].write = writes[index] ?? process[name].write;
  }
  return { exitCode, stdout: said.stdout.trimEnd(), stderr: said.stderr.trimEnd() };
}

async function attest(one: Pick<Image, 'pinned'>, given: Partial<Report> = {}, hour = 1) {
  const { run: told, ...report } = reportOf({ spec, ...given });
  const finished = new Date(Date.now() - hour * 3_600_000).toISOString();
  const pushed = { ...report, run: { ...told, finished, pushed: one.pinned } };
  await writeFile(path.join(folder, 'report.json'), JSON.stringify(pushed));
  const key = ['--key', 'attest.key', '--key-password', 'ATTEST_PASSWORD'];
  const ended = await run('attest', 'report.json', ...key);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return ended.stdout;
}

const verify = (reference: string, ...args: readonly string[]) =>
  run('verify', reference, '--key', 'attest.pub', '--spec', 'spec.md', ...args);

const refusal = (code: string) => ({
  ...{ exitCode: 1, stdout: '' },
  stderr: expect.stringMatching(new RegExp(`^${code}: .* is not to be deployed: `)),
});

/** Stores any text as a bundle beside any digest, as somebody could who may push there. */
async function plant(one: Image, text: string | Buffer, type = bundleType, about = {}) {
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

interface Listed {
  readonly digest: string;
}
const tagOf = ({ digest }: Image) => digest.replace(':', '-');
const index = 'application/vnd.oci.image.index.v1+json';

async function listed(one: Image): Promise<readonly Listed[]> {
  const url = `http://${host}/v2/${one.repository}/manifests/${tagOf(one)}`;
  let answer = await fetch(url, { headers: { accept: index } });
  // The registry reads its file of a tag while it is written, and fails then.
  for (let left = 20; answer.status >= 500 && left > 0; left -= 1)
    answer = await fetch(url, { headers: { accept: index } });
  return answer.status === 404 ? [] : ((await answer.json()) as { manifests: Listed[] }).manifests;
}

async function list(one: Image, manifests: readonly object[]) {
  const text = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests });
  await put(`${one.repository}/manifests/${tagOf(one)}`, index, text);
}

/** The bundle that is stored beside the image. */
async function bundleOf(one: Image): Promise<string> {
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

it('says what was proven, by whom and when, and prints what to deploy', async () => {
  const one = await image();
  expect(await verify(`${host}/${one.repository}:1.0`)).toMatchObject(refusal('not-attested'));
  expect(await attest(one)).toBe(`${one.pinned} is attested: PASSED`);
  const proven = await verify(`${host}/${one.repository}:1.0`, '--max-age', '2h', '--strict');
  expect(proven).toMatchObject({ exitCode: 0, stdout: one.pinned });
  expect(proven.stderr).toMatch(
    /^Proven: PASSED, 1 of 1 promises of spec\.md hold as they are, proven of localhost:\d+\/attest-test\/\w+ on \d{4}-.*Z, by the key [\w+/]{43}=$/,
  );
  const whole = [cli, 'verify', one.pinned, '--key', 'attest.pub', '--format', 'json'];
  const { stdout } = await execa(process.execPath, whole, { cwd: folder, timeout: 30_000 });
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ schema: 1, image: one.pinned, proven: true, exitCode: 0 },
    predicate: { result: 'PASSED', configuration: [{ name: 'spec.md' }, {}, {}, {}, {}] },
  });
}, 60_000);

describe('refuses', () => {
  it('another key, an edited predicate, an edited envelope, and what is none', async () => {
    const one = await image();
    await attest(one);
    const other = ['--key', 'other.pub', '--spec', 'spec.md'];
    expect(await run('verify', one.pinned, ...other)).toMatchObject(refusal('other-key'));
    const failed = await image();
    const fails = { items: [promised('FAIL')] };
    await attest(failed, fails);
    const bundle = await bundleOf(failed);
    const { dsseEnvelope } = JSON.parse(bundle) as { dsseEnvelope: { payload: string } };
    const { payload } = dsseEnvelope;
    const edited = Buffer.from(payload, 'base64').toString().replaceAll('FAIL', 'PASS');
    const changed = bundle.replace(payload, Buffer.from(edited).toString('base64'));
    const next = await image();
    await plant(next, changed);
    await plant(next, bundle.replace('application/vnd.in-toto+json', 'application/json'));
    await plant(next, 'no JSON');
    const refused = await verify(next.pinned);
    expect(refused).toMatchObject(refusal('other-key'));
    expect(refused.stderr).toContain('none of 3 attestations');
  }, 60_000);

  it('a tag that has moved, and an attestation that is copied to another digest or repository', async () => {
    const one = await image();
    await attest(one);
    const moved = await image(one.repository);
    expect(await verify(`${host}/${one.repository}:1.0`)).toMatchObject(refusal('not-attested'));
    expect(await verify(one.pinned)).toMatchObject({ exitCode: 0 });
    const elsewhere = await image();
    for (const target of [moved, elsewhere]) {
      await plant(target, await bundleOf(one));
      expect(await verify(target.pinned)).toMatchObject(refusal('other-image'));
    }
  }, 60_000);

  it('another spec, an old proof, and a substitute with --strict', async () => {
    const one = await image();
    await attest(one, { items: [promised('PASS', 'stand-in')] }, 30);
    expect(await verify(one.pinned)).toMatchObject({ exitCode: 0, stdout: one.pinned });
    expect(await verify(one.pinned, '--strict')).toMatchObject(refusal('stand-in'));
    expect(await verify(one.pinned, '--max-age', '1d')).toMatchObject(refusal('too-old'));
    await writeFile(path.join(folder, 'newer.md'), `${specText}- [ ] Runs as non-root\n`);
    const newer = ['--key', 'attest.pub', '--spec', 'newer.md'];
    expect(await run('verify', one.pinned, ...newer)).toMatchObject(refusal('other-spec'));
  }, 60_000);

  it('a PASS that is attested again after a FAIL, until a newer run passes', async () => {
    const one = await image();
    await attest(one, {}, 5);
    const passed = await bundleOf(one);
    await attest(one, { items: [promised('FAIL')] }, 4);
    await plant(one, passed);
    expect(await verify(one.pinned)).toMatchObject(refusal('failed'));
    await attest(one, {}, 3);
    expect(await verify(one.pinned)).toMatchObject({ exitCode: 0 });
  }, 60_000);
});

describe('a registry in the way is no answer', () => {
  const trouble = (code: string) => ({
    ...{ exitCode: 3, stdout: '', stderr: expect.stringMatching(new RegExp(`^${code}: `)) },
  });

  it('is an error where nobody answers', async () => {
    expect(await verify('127.0.0.1:39999/api:1.0')).toMatchObject(trouble('registry-unreachable'));
  });

  it('is an error where an attestation is gone that it lists', async () => {
    const one = await image();
    await attest(one, {}, 5);
    await attest(one, { items: [promised('FAIL')] }, 4);
    await attest(one, {}, 3);
    const [, failed] = await listed(one);
    const url = `http://${host}/v2/${one.repository}/manifests/${failed?.digest}`;
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(202);
    expect(await verify(one.pinned)).toMatchObject(trouble('attestations-unusable'));
  }, 60_000);

  it('is an error where an attestation is of 50 MB', async () => {
    const one = await image();
    await attest(one);
    await plant(one, Buffer.alloc(50 * 1024 * 1024, ' '));
    expect(await verify(one.pinned)).toMatchObject(trouble('registry-failed'));
  }, 60_000);

  /** Stands before the real registry, and changes some of its answers; a number is a status. */
  async function proxied(
    change: (url: string, body: Buffer, headers: IncomingHttpHeaders) => Changed | undefined,
  ) {
    const answer: RequestListener = async (request, response) => {
      const { url = '', method = 'GET', headers } = request;
      const accept = headers.accept ?? '*/*';
      const real = await fetch(`http://${host}${url}`, { method, headers: { accept } });
      const body = Buffer.from(await real.arrayBuffer());
      const changed = change(url, body, headers) ?? {};
      const type = real.headers.get('content-type') ?? 'text/plain';
      const length = { 'content-type': type, 'content-length': (changed.whole ?? body).length };
      response.writeHead(changed.status ?? real.status, { ...length, ...changed.headers });
      // A shorter one ends before what its head says.
      response.write(changed.body ?? changed.whole ?? body, () => {
        if (changed.body) response.destroy();
        else response.end();
      });
    };
    const server = createServer((...given) => void answer(...given));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      at: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      [Symbol.dispose]: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  interface Changed {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** In place of the answer. */
    readonly whole?: Buffer;
    /** The beginning of the answer, after which the connection is closed. */
    readonly body?: Buffer;
  }
  const where = (part: string, changed: (body: Buffer) => Changed) => (url: string, body: Buffer) =>
    url.includes(part) ? changed(body) : undefined;
  const status = (code: number) => () => ({ status: code });

  it.each([
    [
      'cut short',
      where('/blobs/', (body) => ({ body: body.subarray(0, 9) })),
      'registry-unreachable',
    ],
    [
      'other bytes',
      where('/blobs/', (body) => ({ whole: Buffer.from(body).fill(32, 0, 9) })),
      'registry-altered',
    ],
    [
      'less than all',
      where('/blobs/', (body) => ({ whole: body.subarray(0, 9) })),
      'registry-altered',
    ],
    ['500 for the list', where('/referrers/', status(500)), 'registry-failed'],
    ['500 for an attestation', where('/manifests/sha256:', status(500)), 'registry-failed'],
    [
      'no list',
      where('/manifests/sha256-', (body) => ({
        whole: Buffer.from(body).fill(32),
      })),
      'attestations-unusable',
    ],
    ['forbidden', where('/manifests/', status(403)), 'registry-login'],
    [
      'a login that is asked for again and again',
      where('/', () => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } })),
      'registry-login',
    ],
  ] as const)(
    '%s',
    async (_, change, code) => {
      const one = await image();
      await attest(one);
      using proxy = await proxied(change);
      expect(await verify(`${proxy.at}/${one.repository}:1.0`)).toMatchObject(trouble(code));
    },
    30_000,
  );

  it('reads every page of the referrers API, and what the tag has besides', async () => {
    const one = await image();
    await attest(one, {}, 5);
    const [first] = await listed(one);
    await attest(one, { items: [promised('FAIL')] }, 4);
    const [, second] = await listed(one);
    await list(one, first ? [first] : []);
    let pages = 0;
    using proxy = await proxied((url) => {
      if (!url.includes('/referrers/')) return undefined;
      pages += 1;
      const last = url.includes('page=2');
      const manifests = last && second ? [second] : [];
      const whole = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));
      const next = { headers: { link: `<${url}?page=2>; rel="next"` } };
      return { status: 200, whole, ...(!last && next) };
    });
    expect(await verify(`${proxy.at}/${one.repository}:1.0`)).toMatchObject(refusal('failed'));
    expect(pages).toBe(2);
  }, 60_000);

  it('gets a token where the registry says, with the password of docker login, and shows neither', async () => {
    const one = await image();
    await attest(one);
    const asked: string[] = [];
    using proxy = await proxied((url, _, { host: at, authorization = '' }) => {
      asked.push(`${url} ${authorization}`);
      if (url.startsWith('/token?'))
        return { status: 200, whole: Buffer.from('{"token":"the-token"}') };
      if (authorization === 'Bearer the-token') return undefined;
      const scope = `service="registry",scope="repository:${one.repository}:pull"`;
      const challenge = `Bearer realm="http://${at}/token",${scope}`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    });
    const auth = Buffer.from('pusher:a registry password').toString('base64');
    await writeFile(
      path.join(folder, 'config.json'),
      JSON.stringify({ auths: { [proxy.at]: { auth } } }),
    );
    process.env.DOCKER_CONFIG = folder;
    try {
      const proven = await verify(`${proxy.at}/${one.repository}:1.0`);
      expect(proven).toMatchObject({
        exitCode: 0,
        stdout: `${proxy.at}/${one.pinned.slice(host.length + 1)}`,
      });
      expect(JSON.stringify(proven)).not.toMatch(/password|the-token/);
      const [token] = asked.filter((one) => one.startsWith('/token'));
      expect(token).toBe(
        `/token?service=registry&scope=${encodeURIComponent(`repository:${one.repository}:pull`)} Basic ${auth}`,
      );
    } finally {
      delete process.env.DOCKER_CONFIG;
    }
  }, 60_000);
});

describe('a command line that cannot be used', () => {
  it.each([
    [['verify', 'api:1.0'], "required option '--key <file>'"],
    [['verify', 'api:1.0', '--key', 'attest.key'], 'bad-key: attest.key is no PUBLIC KEY'],
    [['verify', 'api:1.0', '--key', 'attest.pub', '--max-age', '7'], 'Such as 12h, 7d or 4w.'],
    [['verify', 'Api:1.0', '--key', 'attest.pub'], 'bad-repository'],
    [['verify', 'api:1.0', '--key', 'attest.pub', '--spec', 'none.md'], 'spec-unreadable'],
    [
      ['attest', 'spec.md', '--key', 'attest.key', '--key-password', 'ATTEST_PASSWORD'],
      'bad-report',
    ],
    [['check', 'spec.md', '--attest', 'attest.key', '--only', 'image-size'], 'cannot be used with'],
    [['check', 'spec.md', '--attest', 'attest.key', '--image', 'x'], 'bad-key'],
  ] as const)('%j', async (args, said) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain(said);
    expect(ended.stderr).not.toMatch(/\n {4}at /);
  });

  it('names an image that is not there', async () => {
    expect(await verify(`${host}/attest-test/none:1.0`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^no-such-image: /),
    });
  });
});

it('attests nothing of a run that pushed nothing', async () => {
  await writeFile(path.join(folder, 'unpushed.json'), JSON.stringify(reportOf()));
  const key = ['--key', 'attest.key', '--key-password', 'ATTEST_PASSWORD'];
  const ended = await run('attest', 'unpushed.json', ...key);
  expect(ended).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^not-attested: .*pushed no image/),
  });
});

it('attests no index of two platforms, and one of a platform with its provenance', async () => {
  const indexOf = async (...systems: readonly string[]) => {
    const { repository } = await image();
    const manifests = [];
    for (const [at, os] of systems.entries()) {
      const { digest } = await image(repository, `part-${at}`);
      manifests.push({
        mediaType: ociManifest,
        digest,
        size: 1,
        platform: { os, architecture: os },
      });
    }
    const text = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests });
    await put(`${repository}/manifests/1.0`, index, text);
    return { pinned: `${host}/${repository}@sha256:${hash('sha256', text)}` };
  };
  const one = await indexOf('linux', 'unknown');
  await attest(one);
  expect(await verify(one.pinned)).toMatchObject({ exitCode: 0, stdout: one.pinned });
  await expect(attest(await indexOf('linux', 'windows'))).rejects.toThrow('is several images');
}, 60_000);

it('passes by what is no test result, however large it is', async () => {
  const one = await image();
  await attest(one);
  const sbom = 'https://spdx.dev/Document';
  await plant(one, Buffer.alloc(5 * 1024 * 1024, ' '), bundleType, { predicateType: sbom });
  expect(await verify(one.pinned)).toMatchObject({ exitCode: 0 });
}, 60_000);

it('keeps both of two that are attested at the same time', async () => {
  const one = await image();
  await Promise.all([1, 2, 3].map((hour) => plantLate(one, hour)));
  expect((await listed(one)).length).toBeGreaterThanOrEqual(1);
  expect(await verify(one.pinned)).toMatchObject({ exitCode: 0 });
}, 60_000);

async function plantLate(one: Image, hour: number) {
  const statement = attestedAt(hour, { spec }, one.digest);
  await plant(one, sealed(statement, privateKey));
}
