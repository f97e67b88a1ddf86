import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statusOf, verdictOf } from '../tests/run-check.ts';
import { signed } from './check.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const resources = {
  image: { dockerfile: undefined },
  registry: { repository: 'ghcr.io/acme/api', standIn: undefined },
  pushed: { digest },
};

describe('a signature', () => {
  const search = process.env.PATH;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cosign-'));
    process.env.PATH = folder;
  });
  afterEach(async () => {
    process.env.PATH = search;
    await rm(folder, { recursive: true });
  });

  /** A program that says what cosign 3.1 says, for images of this digest and one key. */
  async function install() {
    const script = `#!/bin/sh
case "$*" in "verify --key "*" ghcr.io/acme/api@${digest}") ;; *) exit 9;; esac
case "$3" in
cosign.pub) echo '[{"critical":{"type":"https://sigstore.dev/cosign/sign/v1"}}]'; exit 0;;
nobody.pub) echo 'Error: no signatures found' >&2; exit 10;;
other.pub) echo 'Error: no matching attestations: failed to verify signature: could not verify envelope' >&2; exit 1;;
*) echo 'Error: setting up clients and keys: no such host' >&2; exit 1;;
esac
`;
    await writeFile(path.join(folder, 'cosign'), script);
    await chmod(path.join(folder, 'cosign'), 0o755);
  }

  it.each([
    ['cosign.pub', 'PASS'],
    ['nobody.pub', 'FAIL'],
    ['other.pub', 'FAIL'],
    ['unreachable.pub', 'ERROR'],
  ])('by %s: %s', async (key, status) => {
    await install();
    expect(await statusOf(signed, { key, log: false }, resources)).toBe(status);
  });

  it('tells what was verified', async () => {
    await install();
    expect(await verdictOf(signed, { key: 'cosign.pub', log: false }, resources)).toMatchObject({
      evidence: `cosign verifies a signature of cosign.pub on ghcr.io/acme/api@${digest}, without the transparency log`,
      command: `cosign verify --key cosign.pub --insecure-ignore-tlog=true ghcr.io/acme/api@${digest}`,
    });
  });

  it('is not looked at without cosign, without a key, or in a registry that stands in', async () => {
    expect(await statusOf(signed, { key: 'cosign.pub' }, resources)).toBe('ERROR');
    await install();
    expect(await statusOf(signed, {}, resources)).toBe('AMBIGUOUS');
    const registry = { repository: 'localhost:1/api', standIn: 'a local registry' };
    expect(await statusOf(signed, { key: 'cosign.pub' }, { ...resources, registry })).toBe(
      'AMBIGUOUS',
    );
  });
});

it('is of the key that the front matter names', () => {
  const settings = { signingKey: 'keys/cosign.pub' };
  expect(signed.settled?.(signed.params.parse({}), settings)).toMatchObject({
    key: 'keys/cosign.pub',
  });
  expect(signed.settled?.(signed.params.parse({ key: 'a.pub' }), settings)).toMatchObject({
    key: 'a.pub',
  });
});
