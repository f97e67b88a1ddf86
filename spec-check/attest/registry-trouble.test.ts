import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  attest,
  folder,
  host,
  image,
  list,
  listed,
  plant,
  refusal,
  useRegistry,
  verify,
} from './tests/registry.ts';
import { promised } from './tests/samples.ts';

useRegistry();

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
      where('/manifests/sha256-', (body) => ({ whole: Buffer.from(body).fill(32) })),
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
      // A registry of the specification's draft names the config as the type.
      const drafted = { ...second, artifactType: 'application/vnd.oci.empty.v1+json' };
      const manifests = last ? [drafted] : [];
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
