import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { connectDocker } from '../docker/docker.ts';
import type { Report } from '../model/report.ts';
import { testResult } from './statement.ts';

/**
 * From a build to a deployment as people run it, and both directions with cosign 3, where it is installed:
 * go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3
 */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const docker = connectDocker();
const env = { ATTEST_PASSWORD: 'a key password', COSIGN_PASSWORD: '', NO_COLOR: '1' };
let folder: string;
let pinned: string;

const run = (...args: readonly string[]) =>
  execa(process.execPath, [cli, ...args], { cwd: folder, reject: false, timeout: 240_000, env });
const cosign = (...args: readonly string[]) =>
  execa('cosign', [...args, '--allow-insecure-registry', pinned], {
    ...{ cwd: folder, reject: false, timeout: 60_000, env },
  });
const key = ['--key-password', 'ATTEST_PASSWORD'];
const hasCosign = (await execa('cosign', ['version'], { reject: false })).exitCode === 0;
const withCosign = hasCosign ? it : it.skip;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'attest-full-'));
  const openssl = (...args: readonly string[]) => execa('openssl', [...args], { cwd: folder, env });
  // As the documentation says.
  await openssl(
    'genpkey',
    '-algorithm',
    'EC',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-aes-256-cbc',
    '-pass',
    'env:ATTEST_PASSWORD',
    '-out',
    'attest.key',
  );
  await openssl(
    'pkey',
    '-in',
    'attest.key',
    '-passin',
    'env:ATTEST_PASSWORD',
    '-pubout',
    '-out',
    'attest.pub',
  );
  await openssl('pkey', '-in', 'attest.key', '-passin', 'env:ATTEST_PASSWORD', '-out', 'plain.key');
  await writeFile(
    path.join(folder, 'Dockerfile'),
    `FROM scratch\nCOPY spec.md /${Date.now()}\nUSER 1000\nCMD ["x"]\n`,
  );
  await writeFile(
    path.join(folder, 'spec.md'),
    '# T\n\n## Success Criteria\n\n- [ ] Image size under 200MB\n- [ ] Image can be pushed to a registry\n',
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('attests what check has built and pushed, and verify proves it', async () => {
  // A first run starts the registry, whose address the second one names.
  await run('check', 'spec.md', '--quiet');
  const newest = ['ps', '--filter', 'label=spec-check.helper=registry', '--format', '{{.Names}}'];
  const helper = (await docker.read(newest)).split('\n', 1).join();
  const port = (await docker.read(['port', helper, '5000/tcp'])).trim().split(':').at(-1);
  const registry = ['--registry', `localhost:${port}/attest-full`];
  const checked = await run(
    'check',
    'spec.md',
    ...registry,
    '--attest',
    'attest.key',
    ...key,
    '--format',
    'json',
  );
  expect(checked).toMatchObject({ exitCode: 0 });
  const report = JSON.parse(checked.stdout) as Report;
  pinned = report.run?.pushed ?? '';
  expect(pinned).toMatch(/^localhost:\d+\/attest-full\/[\w-]+@sha256:[0-9a-f]{64}$/);
  expect(checked.stderr).toContain(`${pinned} is attested: PASSED`);
  const dockerfile = await readFile(path.join(folder, 'Dockerfile'));
  expect(report.run).toMatchObject({ complete: true, dockerfile: hash('sha256', dockerfile) });
  const strict = ['--key', 'attest.pub', '--spec', 'spec.md', '--max-age', '1h', '--strict'];
  expect(await run('verify', pinned, ...strict)).toMatchObject({ exitCode: 0, stdout: pinned });
}, 240_000);

withCosign(
  'cosign verifies what spec-check attested, and refuses another key',
  async () => {
    const verify = ['verify-attestation', '--insecure-ignore-tlog=true', '--type', testResult];
    const ours = await cosign(...verify, '--key', 'attest.pub');
    expect(ours).toMatchObject({ exitCode: 0 });
    const { payload } = JSON.parse(ours.stdout) as { payload: string };
    const statement: unknown = JSON.parse(Buffer.from(payload, 'base64').toString());
    expect(statement).toMatchObject({ predicateType: testResult, predicate: { result: 'PASSED' } });
    await execa(
      'openssl',
      ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'other.key'],
      { cwd: folder },
    );
    await execa('openssl', ['ec', '-in', 'other.key', '-pubout', '-out', 'other.pub'], {
      cwd: folder,
    });
    expect((await cosign(...verify, '--key', 'other.pub')).exitCode).not.toBe(0);
  },
  60_000,
);

withCosign(
  'spec-check verifies what cosign attested over the same predicate',
  async () => {
    const { stdout } = await run('verify', pinned, '--key', 'attest.pub', '--format', 'json');
    const { predicate } = JSON.parse(stdout) as { predicate: { result: string } };
    await execa('cosign', ['import-key-pair', '--key', 'plain.key', '--yes'], { cwd: folder, env });
    const attest = async (result: string) => {
      await writeFile(
        path.join(folder, 'predicate.json'),
        JSON.stringify({ ...predicate, result }),
      );
      const quiet = ['--tlog-upload=false', '--use-signing-config=false', '--yes'];
      const given = ['--type', testResult, '--predicate', 'predicate.json', ...quiet];
      expect(await cosign('attest', '--key', 'import-cosign.key', ...given)).toMatchObject({
        exitCode: 0,
      });
      return run('verify', pinned, '--key', 'attest.pub');
    };
    expect(await attest('PASSED')).toMatchObject({ exitCode: 0, stdout: pinned });
    expect(await attest('FAILED')).toMatchObject({ exitCode: 1, stdout: '' });
  },
  120_000,
);

it('the six lines of the documentation work as printed', async () => {
  const page = await readFile(path.join(path.dirname(cli), 'docs/deployment.md'), 'utf8');
  const [, lines = ''] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
  expect(lines.trim().split('\n')).toHaveLength(6);
  const script = lines
    .replace('ghcr.io/acme', pinned.split('/').slice(0, 2).join('/'))
    .replace('containerization-spec.md', 'spec.md')
    .replace('check --registry', 'check spec.md --registry')
    // The image holds no program.
    .replace('run --detach', 'create');
  const program = `spec-check() { '${process.execPath}' '${cli}' "$@"; }`;
  const ended = await execa('bash', ['-ec', `${program}\n${script}`], { cwd: folder });
  expect(ended.stdout).toMatch(/^[0-9a-f]{64}$/);
  await docker.read(['rm', ended.stdout]);
}, 120_000);
