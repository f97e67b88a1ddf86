import { referenceParts } from '../reference.ts';

/** The day on which the support of a base image ended, `2025-04-30`; undefined before it, or where it is not known. */
export function endedOn(image: string, today: Date): string | undefined {
  const { name, tag = '' } = referenceParts(image);
  const product = name.split('/').at(-1) ?? '';
  const ends = lastDays[product]?.find(([release]) => release.test(tag))?.[1];
  return ends !== undefined && ends < today.toISOString().slice(0, 10) ? ends : undefined;
}

const version = (...parts: string[]) => new RegExp(`^(?:v|jdk-?)?(?:${parts.join('|')})(?:[.-]|$)`);

/** Last days with security fixes, from the makers' own calendars; Debian's are those of its LTS team. */
const lastDays: Readonly<Record<string, readonly (readonly [release: RegExp, ends: string])[]>> = {
  node: [
    [version('[0-9]', '1[0-5]'), '2023-04-30'],
    [version('16', 'gallium'), '2023-09-11'],
    [version('17', '19', '21', '23'), '2025-06-01'],
    [version('18', 'hydrogen'), '2025-04-30'],
    [version('20', 'iron'), '2026-04-30'],
    [version('22', 'jod'), '2027-04-30'],
    [version('24', 'krypton'), '2028-04-30'],
  ],
  python: [
    [version('2', '3\\.[0-7]'), '2023-06-27'],
    [version('3\\.8'), '2024-10-07'],
    [version('3\\.9'), '2025-10-31'],
    [version('3\\.10'), '2026-10-31'],
    [version('3\\.11'), '2027-10-31'],
  ],
  debian: [
    [version('[1-9]', 'jessie', 'stretch'), '2022-06-30'],
    [version('10', 'buster'), '2024-06-30'],
    [version('11', 'bullseye'), '2026-08-31'],
    [version('12', 'bookworm'), '2028-06-30'],
  ],
  ubuntu: [
    [version('1[46]', '18', 'bionic', 'xenial', 'trusty'), '2023-05-31'],
    [version('20\\.04', 'focal'), '2025-05-31'],
    [version('22\\.04', 'jammy'), '2027-06-01'],
  ],
  alpine: [
    [version('[12]', '3\\.[0-9]', '3\\.1[0-8]'), '2025-05-09'],
    [version('3\\.19'), '2025-11-01'],
    [version('3\\.20'), '2026-04-01'],
    [version('3\\.21'), '2026-11-01'],
    [version('3\\.22'), '2027-05-01'],
  ],
  centos: [[/^/, '2024-06-30']],
  openjdk: [[/^(?!.*-ea)/, '2022-07-31']],
};
