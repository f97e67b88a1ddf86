import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeBaseImage, proxyArguments } from './base-image.ts';
import { connectDocker } from './docker.ts';
import { findEngine } from './engine.ts';

const docker = connectDocker();
const setUp = { docker, log: () => {}, signal: AbortSignal.timeout(180_000) };

it('a proxy of this environment is in force while an image is built, and no trace of it is left', async () => {
  await findEngine(setUp);
  const { reference } = await nodeBaseImage(setUp);
  const folder = await mkdtemp(path.join(tmpdir(), 'base-image-test-'));
  const image = `base-image-test:${randomBytes(4).toString('hex')}`;
  try {
    const env = { http_proxy: 'http://me:pr0xy-password@proxy.example.com:3128', NO_PROXY: '' };
    const asked = `process.exit(process.env.http_proxy === ${JSON.stringify(env.http_proxy)} ? 0 : 1)`;
    await writeFile(
      path.join(folder, 'Dockerfile'),
      `FROM ${reference}\nCOPY ask.js /\nRUN node ask.js\n`,
    );
    await writeFile(path.join(folder, 'ask.js'), asked);
    await writeFile(path.join(folder, '.dockerignore'), '');
    const given = proxyArguments(env);
    expect(given).toEqual(['--build-arg', 'http_proxy']);
    await docker.read(['build', '--no-cache', '--tag', image, ...given, folder], { env });
    const kept = await docker.read(['image', 'inspect', image]);
    const history = await docker.read(['history', '--no-trunc', image]);
    expect(history).toContain('node ask.js');
    expect(kept + history).not.toContain('pr0xy-password');
  } finally {
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
      standIn: mirror,
      buildArgs: { NODE_IMAGE: mirror },
    });
  } finally {
    delete process.env.NODE_IMAGE;
  }
});
