import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectDocker } from '../docker/docker.ts';
import { findEngine } from '../docker/engine.ts';
import { nodeBaseImage, proxyArguments } from './base-image.ts';

const docker = connectDocker();
const setUp = { docker, log: () => {}, signal: AbortSignal.timeout(180_000) };

const bridgeAddress = '{{.NetworkSettings.Networks.bridge.IPAddress}}';

/** A forward proxy that knows one package, and tells what it was asked. */
const proxyServer = `
  const versions = { '7.0.0': { name: 'a-package', version: '7.0.0' } };
  const found = JSON.stringify({ name: 'a-package', 'dist-tags': { latest: '7.0.0' }, versions });
  require('node:http').createServer(({ url, headers }, response) => {
    console.log(url, headers['proxy-authorization']);
    response.end(found);
  }).listen(3128);`;

it('npm goes through the proxy of this environment while an image is built, and no trace of it is left', async () => {
  await findEngine(setUp);
  const { reference } = await nodeBaseImage(setUp);
  const folder = await mkdtemp(path.join(tmpdir(), 'base-image-test-'));
  const image = `base-image-test:${randomBytes(4).toString('hex')}`;
  // A container on Docker's bridge, where every builder runs its steps: this machine's own address differs.
  const proxy = await docker.read(['run', '--detach', reference, 'node', '--eval', proxyServer]);
  try {
    const address = `${await docker.read(['inspect', '--format', bridgeAddress, proxy])}:3128`;
    const env = { http_proxy: `http://me:pr0xy-password@${address}`, NO_PROXY: '' };
    const ask = 'npm view a-package version --registry http://registry.invalid/';
    await writeFile(
      path.join(folder, 'Dockerfile'),
      `FROM ${reference}\nRUN test "$(${ask})" = 7.0.0\n`,
    );
    await writeFile(path.join(folder, '.dockerignore'), '');
    const given = proxyArguments(env);
    expect(given).toEqual(['--build-arg', 'http_proxy']);
    await docker.read(['build', '--no-cache', '--tag', image, ...given, folder], { env });
    const authorization = `Basic ${Buffer.from('me:pr0xy-password').toString('base64')}`;
    const seen = await docker.read(['logs', proxy]);
    expect(seen).toBe(`http://registry.invalid/a-package ${authorization}`);
    const kept = await docker.read(['image', 'inspect', image]);
    const history = await docker.read(['history', '--no-trunc', image]);
    expect(history).toContain('npm view');
    for (const trace of ['pr0xy-password', address, 'http_proxy='])
      expect(kept + history).not.toContain(trace);
    const files = await docker.read([
      'run',
      '--rm',
      image,
      'sh',
      '-c',
      'cat /usr/local/etc/npmrc; env',
    ]);
    expect(files).toContain('NODE_VERSION=');
    expect(files).not.toMatch(/pr0xy-password|http_proxy/);
  } finally {
    await docker.run(['rm', '--force', proxy]);
    await docker.run(['rmi', '--force', image]);
    await rm(folder, { recursive: true });
  }
}, 200_000);

it('NODE_IMAGE names a mirror of the official image', async () => {
  const mirror = 'mirror.example.com/library/node:24-bookworm-slim';
  process.env.NODE_IMAGE = mirror;
  try {
    expect(await nodeBaseImage(setUp)).toEqual({
      reference: mirror,
      buildArgs: { NODE_IMAGE: mirror },
    });
  } finally {
    delete process.env.NODE_IMAGE;
  }
});
