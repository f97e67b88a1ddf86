import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apt } from '../../docker/apt.ts';

/** apt's options for another release or architecture of this machine's mirror, whose lists stay apart in the folder. */
export async function otherPackages(
  folder: string,
  { release, architecture }: { readonly release?: string; readonly architecture?: string },
): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(60_000);
  const list = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'];
  const mirrors = await apt(list, { code: 'image-unavailable', signal });
  const mirror = mirrors.split('\n').find((uri) => uri && !/security|updates|backports/.test(uri));
  if (mirror === undefined || !existsSync(debianKeys))
    throw new Error('Packages of another release or architecture are taken on Debian only.');
  const sources = path.join(folder, 'sources.list');
  const lists = path.join(folder, 'lists');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  const name = release ?? (await ownRelease());
  await writeFile(sources, `deb [signed-by=${debianKeys}] ${mirror.trim()} ${name} main\n`);
  return [
    ...[`Dir::Etc::sourcelist=${sources}`, 'Dir::Etc::sourceparts=-'],
    ...[`Dir::State::lists=${lists}`, 'Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache='],
    'APT::Sandbox::User=root',
    ...(architecture === undefined
      ? []
      : [`APT::Architecture=${architecture}`, `APT::Architectures::=${architecture}`]),
  ].map((option) => `--option=${option}`);
}

const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The release after this machine's, for programs of another version; undefined if unknown. */
export async function newerRelease(): Promise<string | undefined> {
  const next = new Map([
    ['bullseye', 'bookworm'],
    ['bookworm', 'trixie'],
  ]);
  return existsSync(debianKeys) ? next.get(await ownRelease()) : undefined;
}

async function ownRelease(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] ?? '';
}
