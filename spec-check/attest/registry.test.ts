import { hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { ociManifest } from '../docker/registry/client.ts';
import { bundleType, sealed } from './envelope.ts';
import {
  attest,
  bundleOf,
  cli,
  folder,
  host,
  type Image,
  image,
  index,
  listed,
  plant,
  privateKey,
  put,
  refusal,
  run,
  spec,
  specText,
  useRegistry,
  verify,
} from './tests/registry.ts';
import { attestedAt, promised, reportOf } from './tests/samples.ts';

useRegistry();

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

describe('a command line that cannot be used', () => {
  it.each([
    [['verify', 'api:1.0'], 'no-signer: '],
    [['verify', 'api:1.0', '--certificate-identity', 'https://github.com/acme'], 'no-signer: '],
    [
      ['verify', 'api:1.0', '--key', 'attest.pub', '--certificate-identity', 'a'],
      'cannot be used with',
    ],
    [['check', 'spec.md', '--attest', 'keyless', '--image', 'x'], 'no-identity: '],
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
