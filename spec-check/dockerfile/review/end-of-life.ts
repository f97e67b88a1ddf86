import { referenceParts } from '../reference.ts';

/** The day on which the support of a base image ended, `2025-04-30`; undefined before it, or where it is not known. */
export function endedOn(image: string, today: Date): string | undefined {
  const { name, tag = '' } = referenceParts(image);
  const product = name.split('/').at(-1) ?? '';
  const [, ends] =
    lastDays[product]
      ?.split(', ')
      .map((one) => one.split(' '))
      .find(([release]) => new RegExp(`^(?:v|jdk-?)?(?:${release})(?:[.-]|$)`).test(tag)) ?? [];
  return ends !== undefined && ends < today.toISOString().slice(0, 10) ? ends : undefined;
}

/** Releases with the last day of security fixes, from the makers' own calendars; Debian's are those of its LTS team. */
const lastDays: Readonly<Record<string, string>> = {
  node: '[0-9]|1[0-5] 2023-04-30, 16|gallium 2023-09-11, 17|19|21|23 2025-06-01, 18|hydrogen 2025-04-30, 20|iron 2026-04-30, 22|jod 2027-04-30, 24|krypton 2028-04-30',
  python:
    '2|3\\.[0-7] 2023-06-27, 3\\.8 2024-10-07, 3\\.9 2025-10-31, 3\\.10 2026-10-31, 3\\.11 2027-10-31',
  debian:
    '[1-9]|jessie|stretch 2022-06-30, 10|buster 2024-06-30, 11|bullseye 2026-08-31, 12|bookworm 2028-06-30',
  ubuntu:
    '1[46]|18|bionic|xenial|trusty 2023-05-31, 20\\.04|focal 2025-05-31, 22\\.04|jammy 2027-06-01',
  alpine:
    '[12]|3\\.[0-9]|3\\.1[0-8] 2025-05-09, 3\\.19 2025-11-01, 3\\.20 2026-04-01, 3\\.21 2026-11-01, 3\\.22 2027-05-01',
  php: '[1-7]|8\\.0 2023-11-26, 8\\.1 2025-12-31, 8\\.2 2026-12-31',
  ruby: '[12]|3\\.0 2024-04-23, 3\\.1 2025-03-26, 3\\.2 2026-03-31, 3\\.3 2027-03-31',
  golang: '1\\.(?:\\d|1\\d|2[0-3]) 2025-08-12, 1\\.24 2026-02-11',
  centos: '.* 2024-06-30',
  openjdk: '(?!.*-ea).* 2022-07-31',
};
