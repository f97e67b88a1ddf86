import type { ImageFiles } from '../model/resources.ts';

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
export const hasRpm = ({ entries }: ImageFiles): boolean =>
  ['/var/lib/rpm', '/usr/lib/sysimage/rpm'].some((folder) => entries.has(folder));

function dpkg({ texts }: ImageFiles): Package[] {
  const files = [...texts].filter(([file]) => /^\/var\/lib\/dpkg\/status(?:\.d\/|$)/.test(file));
  return files.flatMap(([, text]) => recordsOf(text, 'dpkg', 'Package', 'Version'));
}

const apk = ({ texts }: ImageFiles): Package[] =>
  recordsOf(texts.get('/lib/apk/db/installed') ?? '', 'apk', 'P', 'V');

/** Records with empty lines between them; what has been removed says so, and distroless images say no state. */
const recordsOf = (text: string, manager: Package['manager'], ...names: [string, string]) =>
  text.split(/\n\n+/).flatMap((record): Package[] => {
    const [name, version = '', status = 'ok installed'] = [...names, 'Status'].map(
      (field) => new RegExp(`^${field}: ?(.*)$`, 'm').exec(record)?.[1],
    );
    return name && status.endsWith(' installed') ? [{ name, version, manager }] : [];
  });

const npm = ({ texts }: ImageFiles): Package[] =>
  [...texts].flatMap(([file, text]) => {
    const folder = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/@][^/]*))\/package\.json$/;
    const [, path = '', name] = folder.exec(file) ?? [];
    const version = /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? '';
    return name ? [{ name, version, manager: 'npm' as const, path }] : [];
  });

const pip = ({ entries }: ImageFiles): Package[] =>
  [...entries.keys()].flatMap((file) => {
    const folder = /^(.*)\/([A-Za-z0-9._]+)-([^-/]+)\.(?:dist-info|egg-info)$/;
    const [, path = '', name, version = ''] = folder.exec(file) ?? [];
    return name ? [{ name: plainName(name), version, manager: 'pip' as const, path }] : [];
  });

/** `Foo_Bar.baz` and `foo-bar-baz` are one package: PEP 503. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
