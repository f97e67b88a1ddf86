import type { ImageFiles } from '../model/resources.ts';

/** A package that is installed in an image, and how that is known. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly manager: 'dpkg' | 'apk' | 'npm' | 'pip';
  /** The folder of a package of a language. */
  readonly path?: string;
}

/** What the package managers' own records in the image say. An RPM database is not read. */
export function packagesOf(files: ImageFiles): readonly Package[] {
  return [...dpkg(files), ...apk(files), ...npm(files), ...pip(files)];
}

/** Whether the image has a package database that is not read here. */
export function hasRpm({ entries }: ImageFiles): boolean {
  return ['/var/lib/rpm', '/usr/lib/sysimage/rpm'].some((folder) => entries.has(folder));
}

function dpkg({ texts }: ImageFiles): Package[] {
  return [...texts]
    .filter(([file]) => /^\/var\/lib\/dpkg\/status(?:\.d\/|$)/.test(file))
    .flatMap(([, text]) => text.split(/\n\n+/))
    .flatMap((entry) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(entry)?.[1];
      const [name, status] = [field('Package'), field('Status')];
      // distroless images have no Status.
      return name === undefined || (status !== undefined && !/ installed$/.test(status))
        ? []
        : [{ name, version: field('Version') ?? '', manager: 'dpkg' as const }];
    });
}

function apk({ texts }: ImageFiles): Package[] {
  return (texts.get('/lib/apk/db/installed') ?? '').split('\n\n').flatMap((entry) => {
    const name = /^P:(.*)$/m.exec(entry)?.[1];
    const version = /^V:(.*)$/m.exec(entry)?.[1] ?? '';
    return name === undefined ? [] : [{ name, version, manager: 'apk' as const }];
  });
}

function npm({ texts }: ImageFiles): Package[] {
  return [...texts].flatMap(([file, text]) => {
    const found = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/@][^/]*))\/package\.json$/.exec(file);
    if (found === null) return [];
    const [, path = '', name = ''] = found;
    const version = /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? '';
    return [{ name, version, manager: 'npm' as const, path }];
  });
}

function pip({ entries }: ImageFiles): Package[] {
  return [...entries.keys()].flatMap((file) => {
    const found = /^(.*)\/([A-Za-z0-9._]+)-([^-/]+)\.(?:dist-info|egg-info)$/.exec(file);
    if (found === null) return [];
    const [, path = '', name = '', version = ''] = found;
    return [{ name: plainName(name), version, manager: 'pip' as const, path }];
  });
}

/** `Foo_Bar.baz` and `foo-bar-baz` are one package: PEP 503. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
