import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { arch } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { apt } from '../docker/apt.ts';
import type { SetUp } from '../docker/engine.ts';
import { imageId } from '../docker/image-id.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';

/** This machine's, as Debian and Docker call it. */
export const ownArchitecture = arch() === 'x64' ? 'amd64' : arch();

/** An image made of distribution packages, for machines that reach no image registry. */
export interface DebianImage {
  /** `spec-check/node` */
  readonly repository: string;
  /** Packages by name; what they depend on comes along. */
  readonly packages: readonly string[];
  /** The distribution's release to take them from; this machine's own unless given. */
  readonly release?: string | undefined;
  /** `arm64`, as Debian and Docker both call it; this machine's own unless given. */
  readonly architecture?: string | undefined;
  /** Files and links on top: absolute path in the image → what is there. Asked only when the image is made. */
  readonly files: (scratch: string) => Promise<Readonly<Record<string, ImageFile>>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly cmd: readonly string[];
  /** What the content of `files` depends on: versions, settings. Part of the tag. */
  readonly key: readonly string[];
}

export type ImageFile =
  | { readonly text: string; readonly mode?: number }
  | { readonly copyOf: string; readonly mode?: number }
  | { readonly linkTo: string }
  | { readonly folder: string };

/** An image cannot be made here. */
export class ImageError extends MachineFault {
  constructor(message: string, hint: string) {
    super('image-unavailable', message, hint);
  }
}

/**
 * The image's reference, made now unless this engine has it: one layer with sorted names and zero
 * times, a configuration written here, `docker load`. The same packages give the same image id.
 */
export async function debianImage(
  image: DebianImage,
  { docker, log, signal }: SetUp & { readonly docker: Docker },
): Promise<string> {
  const reference = `${image.repository}:${contentKey(image)}`;
  if ((await imageId(docker, reference, signal)) !== undefined) return reference;

  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new ImageError(
      `No image registry is in reach, and ${image.repository} can be made from packages only as root on Debian or Ubuntu.`,
      'Check the network (docker pull hello-world), or set up a registry mirror for Docker.',
    );
  }
  log(`No image registry is in reach: making ${image.repository} from distribution packages`);
  await using scope = new AsyncDisposableStack();
  const work = await temporaryFolder('image', scope);
  const root = path.join(work, 'root');
  const apt = await packageSource(image, work, signal);
  await unpack(image.packages, { work, root, apt }, signal);
  await addFiles(await image.files(work), root);
  const layer = path.join(work, 'layer.tar');
  await tar(['--create', '--file', layer, '--directory', root, ...reproducible, '.'], signal);
  await describe(image, reference, layer, work);
  const archive = path.join(work, 'image.tar');
  const parts = ['manifest.json', 'config.json', 'layer.tar'];
  await tar(['--create', '--file', archive, '--directory', work, ...parts], signal);
  await docker.read(['load', '--quiet', '--input', archive], { signal, timeout: 5 * 60_000 });
  return reference;
}

/** GNU tar's options for an archive that says nothing of when and by whom it was made. */
const reproducible = [
  '--sort=name',
  '--mtime=@0',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--format=gnu',
];

function contentKey({ packages, release, architecture, env, cmd, key }: DebianImage): string {
  const content = JSON.stringify([recipe, packages, release, architecture, env, cmd, key]);
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

/** Raised when this file makes another image of the same packages. */
const recipe = 2;

/** Packages that only install-time scripts and other packages' scripts use, and a compiler for queries: nothing runs them here. */
const scriptsOnly =
  /^(perl|libperl|libgdbm|libdb5|debconf|adduser|passwd|dpkg|tar$|usrmerge|libpam-|libsemanage|libsepol|init-system-helpers|sysvinit-utils|lsb-base|libfile-find|libnumber-compare|libtext-glob|dmsetup|gcc-\d+-base|debianutils|netbase|openssl|ca-certificates|ssl-cert|ucf|locales|postgresql-common|postgresql-client-common|libllvm)/;

/** What no program needs to run. */
const dead = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
  'usr/share/lintian',
  'usr/share/bash-completion',
  'usr/share/zsh',
  'usr/share/fish',
];

async function unpack(
  packages: readonly string[],
  { work, root, apt }: { readonly work: string; readonly root: string; readonly apt: Apt },
  signal: AbortSignal,
): Promise<void> {
  // Debian's merged /usr: packages still ship /lib and /bin.
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(path.join(root, 'usr', folder), { recursive: true });
    await symlink(`usr/${folder}`, path.join(root, folder));
  }
  for (const [folder, mode] of [
    ['tmp', 0o1777],
    ['root', 0o700],
    ['run', 0o755],
    ['etc', 0o755],
    ['var', 0o755],
  ] as const) {
    await mkdir(path.join(root, folder), { recursive: true });
    await chmod(path.join(root, folder), mode);
  }
  const downloads = path.join(work, 'packages');
  await mkdir(downloads);
  const names = (await closure(packages, apt, signal)).filter((name) => !scriptsOnly.test(name));
  await apt.run(['download', '-o', 'APT::Sandbox::User=root', ...names], downloads);
  for (const file of (await readdir(downloads)).sort()) {
    const content = execa('dpkg-deb', ['--fsys-tarfile', path.join(downloads, file)], {
      cancelSignal: signal,
      buffer: false,
    });
    await content.pipe('tar', ['--extract', '--keep-directory-symlink', '--directory', root], {
      cancelSignal: signal,
    });
  }
  for (const folder of dead) await rm(path.join(root, folder), { recursive: true, force: true });
}

/** The packages and all they depend on, as apt would install them on an empty system. */
async function closure(
  packages: readonly string[],
  { options, update }: Apt,
  signal: AbortSignal,
): Promise<string[]> {
  const plan = [
    ...options,
    'install',
    '--print-uris',
    '--yes',
    '-o',
    'Dir::State::status=/dev/null',
    '-o',
    'APT::Install-Recommends=false',
    ...packages,
  ];
  let listed = await execa('apt-get', plan, { reject: false, cancelSignal: signal });
  if (listed.exitCode !== 0) {
    await update();
    listed = await execa('apt-get', plan, { reject: false, cancelSignal: signal });
  }
  signal.throwIfAborted();
  if (listed.exitCode !== 0) {
    throw new ImageError(
      `apt knows no way to install ${packages.join(' ')}: ${listed.stderr.trim().split('\n').at(-1)}`,
      'Try it by hand: apt-get update',
    );
  }
  return [...listed.stdout.matchAll(/^'[^']*' ([^_\s]+)_/gm)].map(([, name = '']) => name);
}

/** apt, for the packages of one release. */
interface Apt {
  readonly options: readonly string[];
  readonly run: (args: readonly string[], cwd?: string) => Promise<void>;
  readonly update: () => Promise<void>;
}

/** This machine's own release and architecture, or others from the same mirror, whose lists stay apart from the machine's. */
async function packageSource(
  { release, architecture }: Pick<DebianImage, 'release' | 'architecture'>,
  work: string,
  signal: AbortSignal,
): Promise<Apt> {
  if (release === undefined && architecture === undefined) {
    return {
      options: [],
      run: (args, cwd) => aptOrThrow(args, signal, cwd),
      update() {
        updated ??= aptOrThrow(['update'], signal);
        return updated;
      },
    };
  }
  const name = release ?? (await ownRelease());
  if (name === undefined || !existsSync(debianKeys)) {
    throw new ImageError(
      'Packages of another release or architecture are taken on Debian only.',
      'Run it on Debian.',
    );
  }
  const sources = path.join(work, 'sources.list');
  const lists = path.join(work, 'lists');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  await writeFile(sources, `deb [signed-by=${debianKeys}] ${await mirror(signal)} ${name} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${lists}`,
    'Dir::Cache::pkgcache=',
    'Dir::Cache::srcpkgcache=',
    'APT::Sandbox::User=root',
    ...(architecture === undefined
      ? []
      : [`APT::Architecture=${architecture}`, `APT::Architectures::=${architecture}`]),
  ].map((option) => `--option=${option}`);
  const run: Apt['run'] = (args, cwd) => aptOrThrow([...options, ...args], signal, cwd);
  return { options, run, update: () => run(['update']) };
}

const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * The release after this machine's, which the same mirror has: for programs that should be of another
 * version here. Undefined where none is known.
 */
export async function newerRelease(): Promise<string | undefined> {
  const own = await ownRelease();
  return own !== undefined && existsSync(debianKeys) ? nextRelease.get(own) : undefined;
}

/** `bookworm`; undefined where it is not told. */
async function ownRelease(): Promise<string | undefined> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1];
}

const nextRelease: ReadonlyMap<string, string> = new Map([
  ['bullseye', 'bookworm'],
  ['bookworm', 'trixie'],
]);

/** Where this machine gets its packages. */
async function mirror(signal: AbortSignal): Promise<string> {
  const asked = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'];
  const { stdout } = await execa('apt-get', asked, { cancelSignal: signal });
  const found = stdout.split('\n').find((uri) => !/security|updates|backports/.test(uri));
  if (found === undefined) {
    throw new ImageError('apt has no package source here.', 'Look into /etc/apt/sources.list.d');
  }
  return found.trim();
}

/** Several images are made at once; apt lets only one update its lists. */
let updated: Promise<void> | undefined;

async function aptOrThrow(args: readonly string[], signal: AbortSignal, cwd?: string) {
  const failure = await apt(args, signal, cwd);
  if (failure === undefined) return;
  throw new ImageError(
    `apt-get ${args.find((word) => /^[a-z]+$/.test(word)) ?? ''} failed: ${failure}`,
    'Check the network and the package sources: apt-get update',
  );
}

async function tar(args: readonly string[], signal: AbortSignal): Promise<void> {
  await execa('tar', [...args], { cancelSignal: signal, timeout: 5 * 60_000 });
}

async function addFiles(files: Readonly<Record<string, ImageFile>>, root: string): Promise<void> {
  for (const [name, file] of Object.entries(files)) {
    const target = path.join(root, name);
    await mkdir(path.dirname(target), { recursive: true });
    if ('linkTo' in file) {
      await rm(target, { force: true });
      await symlink(file.linkTo, target);
    } else if ('folder' in file) {
      await execa('cp', ['--recursive', '--no-dereference', file.folder, target]);
    } else {
      if ('text' in file) await writeFile(target, file.text);
      else await copyFile(file.copyOf, target);
      await chmod(target, file.mode ?? 0o644);
    }
  }
}

/** The image's configuration and manifest, in the layout of `docker save`. */
async function describe(
  image: DebianImage,
  reference: string,
  layer: string,
  work: string,
): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(layer)) hash.update(chunk);
  const created = '1970-01-01T00:00:00Z';
  const environment = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...image.env,
  };
  const config = {
    architecture: image.architecture ?? ownArchitecture,
    os: 'linux',
    created,
    config: {
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Cmd: image.cmd,
      WorkingDir: '/',
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${hash.digest('hex')}`] },
    history: [{ created, created_by: `packages: ${image.packages.join(' ')}` }],
  };
  const manifest = [{ Config: 'config.json', RepoTags: [reference], Layers: ['layer.tar'] }];
  await writeFile(path.join(work, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(work, 'manifest.json'), JSON.stringify(manifest));
}
