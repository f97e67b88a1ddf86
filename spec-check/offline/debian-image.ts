import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { apt } from '../docker/apt.ts';
import type { SetUp } from '../docker/engine.ts';
import { imageId } from '../docker/inspect.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { type Docker, MachineFault } from '../model/docker.ts';
import { isInReach } from './image-registry.ts';

/** This machine's, as Debian and Docker call it. */
export const ownArchitecture = arch() === 'x64' ? 'amd64' : arch();

/** An image made of distribution packages, for machines that reach no image registry. */
export interface DebianImage {
  /** `postgres:18`, which is used itself where a registry answers. */
  readonly official?: string;
  readonly repository: string;
  /** Packages by name; what they depend on comes along. */
  readonly packages: readonly string[];
  /** Options of apt that name another source of packages than this machine's. */
  readonly source?: readonly string[];
  /** `arm64`, as Debian and Docker both call it; this machine's own unless given. */
  readonly architecture?: string;
  /** Text files on top, by absolute path; a text after `→ ` is where a link leads. */
  readonly files?: Readonly<Record<string, string>>;
  /** Puts more into the folder that becomes the image's root. */
  readonly prepare?: (root: string) => Promise<void>;
  readonly env?: Readonly<Record<string, string>>;
  readonly cmd: readonly string[];
  /** What the content of the files depends on: versions, settings. Part of the tag. */
  readonly key?: readonly string[];
}

export type MakeImage = SetUp & { readonly docker: Docker };

export const imageUnavailable = (message: string, hint: string): MachineFault =>
  new MachineFault(unavailable, message, hint);

const unavailable = 'image-unavailable';

/** An image of packages as one reproducible layer, unless it is here. Throws MachineFault. */
export async function debianImage(image: DebianImage, { docker, log, signal }: MakeImage) {
  const { official } = image;
  if (official !== undefined && (await isInReach(docker, official, signal))) return official;
  const reference = `${image.repository}:${contentKey(image)}`;
  if ((await imageId(docker, reference, signal)) !== undefined) return reference;
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw imageUnavailable(
      `No image registry is in reach, and ${image.repository} can be made from packages only as root on Debian or Ubuntu.`,
      'Check the network (docker pull hello-world), or set up a registry mirror for Docker.',
    );
  log(`No image registry is in reach: making ${image.repository} from distribution packages`);
  await using scope = new AsyncDisposableStack();
  const work = await temporaryFolder('image', scope);
  const root = path.join(work, 'root');
  await makeFolders(root);
  await unpack(image, work, root, signal);
  for (const [name, text] of Object.entries(image.files ?? {})) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await rm(file, { force: true });
    if (text.startsWith('→ ')) await symlink(text.slice(2), file);
    else await writeFile(file, text);
  }
  await image.prepare?.(root);
  const tar = (name: string, ...args: readonly string[]) =>
    execa('tar', ['--create', '--file', path.join(work, name), '--directory', ...args], {
      cancelSignal: signal,
      timeout: 5 * 60_000,
    });
  await tar('layer.tar', root, ...reproducible, '.');
  await describe(image, reference, work);
  await tar('image.tar', work, 'manifest.json', 'config.json', 'layer.tar');
  const load = ['load', '--quiet', '--input', path.join(work, 'image.tar')];
  await docker.read(load, { signal, timeout: 5 * 60_000 });
  return reference;
}

/** GNU tar's options for an archive that says nothing of when and by whom it was made. */
const reproducible = [
  ...['--sort=name', '--mtime=@0', '--owner=0', '--group=0'],
  ...['--numeric-owner', '--format=gnu'],
];

const contentKey = ({ packages, architecture, env, cmd, key = [] }: DebianImage): string =>
  hash('sha256', JSON.stringify([recipe, packages, architecture, env, cmd, key])).slice(0, 12);

/** Raise it when this file makes another image of the same packages. */
const recipe = 2;

/** Packages that only install-time scripts and other packages' scripts use, and a compiler for queries: nothing runs them here. */
const scriptsOnly =
  /^(perl|libperl|libgdbm|libdb5|debconf|adduser|passwd|dpkg|tar$|usrmerge|libpam-|libsemanage|libsepol|init-system-helpers|sysvinit-utils|lsb-base|libfile-find|libnumber-compare|libtext-glob|dmsetup|gcc-\d+-base|debianutils|netbase|openssl|ca-certificates|ssl-cert|ucf|locales|postgresql-common|postgresql-client-common|libllvm)/;

/** What no program needs to run, below /usr/share. */
const dead = 'doc man locale info lintian bash-completion zsh fish'.split(' ');

async function makeFolders(root: string): Promise<void> {
  // Debian's merged /usr: packages still ship /lib and /bin.
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(path.join(root, 'usr', folder), { recursive: true });
    await symlink(`usr/${folder}`, path.join(root, folder));
  }
  const modes = { tmp: 0o1777, root: 0o700, run: 0o755, etc: 0o755, var: 0o755 };
  for (const [folder, mode] of Object.entries(modes)) {
    await mkdir(path.join(root, folder));
    await chmod(path.join(root, folder), mode);
  }
}

/** Unpacks the packages and all they depend on, as apt would install them on an empty system. */
async function unpack(image: DebianImage, work: string, root: string, signal: AbortSignal) {
  const { source = [], packages } = image;
  const options = { code: unavailable, signal };
  const empty = ['--option=Dir::State::status=/dev/null', '--option=APT::Install-Recommends=false'];
  const install = [...source, 'install', '--print-uris', '--yes', ...empty, ...packages];
  const plan = await apt(install, options).catch(async () => {
    await apt([...source, 'update'], options);
    return apt(install, options);
  });
  const needed = [...plan.matchAll(/^'[^']*' ([^_\s]+)_/gm)]
    .map(([, name = '']) => name)
    .filter((name) => packages.includes(name) || !scriptsOnly.test(name));
  const downloads = path.join(work, 'packages');
  await mkdir(downloads);
  const download = [...source, 'download', '--option=APT::Sandbox::User=root', ...needed];
  await apt(download, { ...options, cwd: downloads });
  for (const file of (await readdir(downloads)).sort()) {
    const archive = execa('dpkg-deb', ['--fsys-tarfile', path.join(downloads, file)], {
      cancelSignal: signal,
      buffer: false,
    });
    const extract = ['--extract', '--keep-directory-symlink', '--directory', root];
    await archive.pipe('tar', extract, { cancelSignal: signal });
  }
  for (const folder of dead)
    await rm(path.join(root, 'usr/share', folder), { recursive: true, force: true });
}

/** The image's configuration and manifest, in the layout of `docker save`. */
async function describe(image: DebianImage, reference: string, work: string): Promise<void> {
  const layer = createHash('sha256');
  for await (const chunk of createReadStream(path.join(work, 'layer.tar'))) layer.update(chunk);
  const created = '1970-01-01T00:00:00Z';
  const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const Env = Object.entries({ PATH, ...image.env }).map(([name, value]) => `${name}=${value}`);
  const config = {
    architecture: image.architecture ?? ownArchitecture,
    os: 'linux',
    created,
    config: { Env, Cmd: image.cmd, WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer.digest('hex')}`] },
    history: [{ created, created_by: `packages: ${image.packages.join(' ')}` }],
  };
  const manifest = [{ Config: 'config.json', RepoTags: [reference], Layers: ['layer.tar'] }];
  await writeFile(path.join(work, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(work, 'manifest.json'), JSON.stringify(manifest));
}
