import path from 'node:path';
import * as z from 'zod';
import { temporaryFolder } from '../../docker/temporary-folder.ts';
import type { Docker } from '../../model/docker.ts';
import { MachineFault } from '../../model/machine-fault.ts';
import { Ambiguous, judged, type Verdict } from '../../model/verdict.ts';
import { outputOf } from '../../resources/installed-program.ts';

/** The packages that a scanner recognised in an image, and what its database knows of them. */
export interface Scan {
  /** Name and arguments before an image: `trivy image`. */
  readonly scanner: string;
  /** When the database was made. */
  readonly database: Date;
  readonly packages: number;
  readonly found: readonly { readonly severity: string; readonly words: string }[];
}

/** Scans the image with the scanner that is named, else with the first that is installed. */
export async function scanImage(
  docker: Docker,
  reference: string,
  named: string | undefined,
  signal: AbortSignal,
): Promise<Scan> {
  await using scope = new AsyncDisposableStack();
  // A folder of our own: no file of exceptions is read.
  const cwd = await temporaryFolder('scan', scope);
  const archive = path.join(cwd, 'image.tar');
  await docker.read(['save', '--output', archive, reference], { signal, timeout: 5 * 60_000 });
  for (const { scanner, scan, status, report } of scanners) {
    const [file = '', ...before] = scanner.split(' ');
    if (named !== undefined && named !== file) continue;
    const output = await outputOf(file, [...before, ...scan(archive)], { cwd, signal });
    if (output === undefined) continue;
    const state = (await outputOf(file, status, { cwd, signal })) ?? '';
    const database = new Date(databaseDate.parse(JSON.parse(state)));
    return { scanner, database, ...report.parse(JSON.parse(output)) };
  }
  throw new MachineFault(
    'no-scanner',
    `Nothing was scanned: ${named ?? 'trivy or grype'} is not installed`,
    'Install it: brew install trivy, or brew install grype; trivy.dev and oss.anchore.com name other ways.',
  );
}

/** When the database was made: as trivy says it, or grype. */
const databaseDate = z
  .union([
    z.object({ VulnerabilityDB: z.object({ UpdatedAt: z.string() }) }),
    z.object({ built: z.string() }),
  ])
  .transform((one) => ('built' in one ? one.built : one.VulnerabilityDB.UpdatedAt));

const text = z.string().default('');
const listOf = <T extends z.ZodType>(one: T) =>
  z
    .array(one)
    .nullish()
    .transform((all) => all ?? []);

const trivyReport = z
  .object({
    Results: listOf(
      z.object({
        Packages: listOf(z.unknown()),
        Vulnerabilities: listOf(
          z.object({
            ...{ VulnerabilityID: text, PkgName: text, InstalledVersion: text },
            ...{ FixedVersion: text, Severity: text },
          }),
        ),
      }),
    ),
  })
  .transform(({ Results }) => ({
    packages: Results.flatMap(({ Packages }) => Packages).length,
    found: Results.flatMap(({ Vulnerabilities }) => Vulnerabilities).map((one) => ({
      severity: one.Severity,
      words: `${one.VulnerabilityID} in ${one.PkgName} ${one.InstalledVersion}${one.FixedVersion && `, fixed in ${one.FixedVersion}`}`,
    })),
  }));

/** CycloneDX, as grype writes it: its other formats do not say which packages it looked at. */
const grypeReport = z
  .object({
    components: listOf(z.object({ type: text })),
    vulnerabilities: listOf(
      z.object({
        id: text,
        ratings: listOf(z.object({ severity: text })),
        affects: listOf(z.object({ ref: text })),
      }),
    ),
  })
  .transform(({ components, vulnerabilities }) => ({
    packages: components.filter(({ type }) => type === 'library').length,
    found: vulnerabilities.map(({ id, ratings, affects }) => ({
      severity: ratings[0]?.severity.toUpperCase() ?? '',
      words: `${id} in ${affects.map(({ ref }) => ref.replace(/\?.*/, '')).join(', ')}`,
    })),
  }));

const scanners = [
  {
    scanner: 'trivy image',
    scan: (archive: string) => [
      ...[
        '--quiet',
        '--format',
        'json',
        '--list-all-pkgs',
        '--scanners',
        'vuln',
        '--input',
        archive,
      ],
      ...['--ignore-unfixed=false', '--severity', 'UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL'],
    ],
    status: ['version', '--format', 'json'],
    report: trivyReport,
  },
  {
    scanner: 'grype',
    scan: (archive: string) => [
      '--quiet',
      '--output',
      'cyclonedx-json',
      `docker-archive:${archive}`,
    ],
    status: ['db', 'status', '--output', 'json'],
    report: grypeReport,
  },
] as const;

/** Grype's own limit: a database of long ago knows nothing of what was found since. */
const mostDays = 5;

/** Whether nothing of these severities was found, or nothing at all where none is named. */
export function judgeScan(
  { scanner, database, packages, found }: Scan,
  reference: string,
  severities: readonly string[],
  now: number,
): Verdict {
  const days = Math.floor((now - database.getTime()) / 86_400_000);
  const how = `${scanner} with a database of ${database.toISOString().slice(0, 10)} (${days} days old)`;
  if (days > mostDays)
    throw new MachineFault(
      'old-vulnerability-database',
      `${how} says too little: it may be ${mostDays} days old at most`,
      'Update it: trivy image --download-db-only, or grype db update.',
    );
  if (packages === 0)
    throw new Ambiguous(
      `${how} recognises no package in the image, so it finds nothing whatever is there`,
      'Keep what names the packages in the image: package.json, a lock file, a bill of materials.',
    );
  const counted = found.filter(
    ({ severity }) => severities.length === 0 || severities.includes(severity),
  );
  const wanted = `no ${severities.map((one) => `${one} `).join('or ')}vulnerability`;
  const list = counted.slice(0, 5).map(({ severity, words }) => `${severity} ${words}`);
  const wrong = `${how} finds ${counted.length} in ${packages} packages: ${list.join('; ')}${counted.length > 5 ? '; …' : ''}`;
  return judged({
    holds: counted.length === 0,
    evidence: `${how} finds ${wanted} in ${packages} packages, and ${found.length} others`,
    wrong,
    actual: wrong,
    expected: wanted,
    fix: 'Update these packages, or the base image that brings them.',
    measured: { packages, found: counted.length, databaseDays: days },
    command: `${scanner} ${reference}`,
  });
}
