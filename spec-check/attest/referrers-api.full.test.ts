import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { testResult } from './statement.ts';
import {
  attest,
  folder,
  host,
  image,
  refusal,
  tagOf,
  useRegistry,
  verify,
  work,
} from './tests/registry.ts';
import { promised } from './tests/samples.ts';

/** Against a registry that has the referrers API: the one of go-containerregistry, where Go is installed. */
const program = `package main

import (
	"fmt"
	"net"
	"net/http"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	panic(http.Serve(listener, registry.New(registry.WithReferrersSupport(true))))
}
`;

async function goRegistry(): Promise<string> {
  await writeFile(path.join(folder, 'main.go'), program);
  const go = (...args: readonly string[]) => execa('go', [...args], { cwd: folder });
  await go('mod', 'init', 'registry');
  await go('get', 'github.com/google/go-containerregistry@v0.22.1');
  await go('build', '-o', 'registry', '.');
  const server = execa(path.join(folder, 'registry'), { timeout: 300_000, reject: false });
  work.defer(() => void server.kill());
  for await (const address of createInterface(server.stdout)) return address;
  throw new Error('The registry did not start.');
}

const hasGo = (await execa('go', ['version'], { reject: false })).exitCode === 0;
const hasCosign = (await execa('cosign', ['version'], { reject: false })).exitCode === 0;
const withGo = hasGo ? describe : describe.skip;

withGo('a registry with the referrers API', () => {
  useRegistry(goRegistry);

  const cosign = (...args: readonly string[]) =>
    execa('cosign', [...args, '--allow-insecure-registry'], {
      ...{ cwd: folder, reject: false, timeout: 60_000, env: { COSIGN_PASSWORD: '' } },
    });
  const asked = async (where: string) => {
    const answer = await fetch(`http://${host}/v2/${where}`);
    return { status: answer.status, text: await answer.text() };
  };

  it('lists what is attested, and gets no tag besides', async () => {
    const one = await image();
    expect(await verify(one.pinned)).toMatchObject(refusal('not-attested'));
    await attest(one);
    const { text } = await asked(`${one.repository}/referrers/${one.digest}`);
    expect(JSON.parse(text)).toMatchObject({
      manifests: [{ artifactType: 'application/vnd.oci.empty.v1+json' }],
    });
    expect(await asked(`${one.repository}/manifests/${tagOf(one)}`)).toMatchObject({ status: 404 });
    const proven = await verify(`${host}/${one.repository}:1.0`, '--strict', '--max-age', '2h');
    expect(proven).toMatchObject({ exitCode: 0, stdout: one.pinned });
  }, 60_000);

  it('refuses a later FAIL, another image and a tag that has moved', async () => {
    const one = await image();
    await attest(one, {}, 5);
    const moved = await image(one.repository);
    expect(await verify(moved.pinned)).toMatchObject(refusal('not-attested'));
    expect(await verify(`${host}/${one.repository}:1.0`)).toMatchObject(refusal('not-attested'));
    await attest(one, { items: [promised('FAIL')] }, 4);
    expect(await verify(one.pinned)).toMatchObject(refusal('failed'));
    await attest(one, {}, 3);
    expect(await verify(one.pinned)).toMatchObject({ exitCode: 0 });
  }, 60_000);

  it('keeps every one of several', async () => {
    const one = await image();
    const hours = [5, 4, 3];
    for (const hour of hours) await attest(one, {}, hour);
    const { text } = await asked(`${one.repository}/referrers/${one.digest}`);
    expect((JSON.parse(text) as { manifests: unknown[] }).manifests).toHaveLength(hours.length);
  }, 60_000);

  (hasCosign ? it : it.skip)(
    'cosign verifies ours there, and we verify what cosign attests there',
    async () => {
      const one = await image();
      await attest(one);
      const check = ['verify-attestation', '--insecure-ignore-tlog=true', '--type', testResult];
      const ours = await cosign(...check, '--key', 'attest.pub', one.pinned);
      expect(ours).toMatchObject({ exitCode: 0 });
      expect((await cosign(...check, '--key', 'other.pub', one.pinned)).exitCode).not.toBe(0);
      const told = await verify(one.pinned, '--format', 'json');
      const { predicate } = JSON.parse(told.stdout) as { predicate: object };
      const failed = JSON.stringify({ ...predicate, result: 'FAILED' });
      await writeFile(path.join(folder, 'predicate.json'), failed);
      await execa(
        'openssl',
        ['pkey', '-in', 'attest.key', '-passin', 'pass:a key password', '-out', 'plain.key'],
        { cwd: folder },
      );
      const imported = ['import-key-pair', '--key', 'plain.key', '--yes'];
      await execa('cosign', imported, { cwd: folder, env: { COSIGN_PASSWORD: '' } });
      const quiet = ['--tlog-upload=false', '--use-signing-config=false', '--yes'];
      const given = ['--type', testResult, '--predicate', 'predicate.json', ...quiet];
      const signed = await cosign('attest', '--key', 'import-cosign.key', ...given, one.pinned);
      expect(signed).toMatchObject({ exitCode: 0 });
      expect(await verify(one.pinned)).toMatchObject(refusal('failed'));
    },
    120_000,
  );
});
