import path from 'node:path';
import { isObject, type Json, listAt, objectAt } from '../../api-client/json.ts';
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
  /** `CRITICAL CVE-2026-1 in openssl 3.0.1` */
  readonly found: readonly string[];
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
  await docker.read(['save', '--output', path.join(cwd, 'image.tar'), reference], {
    signal,
    timeout: 300_000,
  });
  for (const { scanner, scan, status, date, read } of scanners) {
    const [file = ''] = scanner.split(' ');
    if (named !== undefined && named !== file) continue;
    const output = await outputOf(scan, { cwd, signal });
    if (output === undefined) continue;
    const database = new Date(
      String(date(JSON.parse((await outputOf(status, { cwd, signal })) ?? ''))),
    );
    return { scanner, database, ...read(JSON.parse(output)) };
  }
  throw new MachineFault(
    'no-scanner',
    `Nothing was scanned: ${named ?? 'trivy or grype'} is not installed`,
    'Install it: brew install trivy, or brew install grype; trivy.dev and oss.anchore.com name other ways.',
  );
}

const scanners = [
  {
    scanner: 'trivy image',
    scan: 'trivy image --format json --list-all-pkgs --scanners vuln --ignore-unfixed=false --severity UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL --input image.tar',
    status: 'trivy version --format json',
    date: (version: Json) => objectAt(version, 'VulnerabilityDB').UpdatedAt,
    read: (report: Json) => {
      const all = (key: string) =>
        listAt(report, 'Results').flatMap((result) => listAt(result, key));
      const found = all('Vulnerabilities')
        .filter(isObject)
        .map(
          ({ Severity, VulnerabilityID, PkgName, InstalledVersion, FixedVersion = 'none yet' }) =>
            `${Severity} ${VulnerabilityID} in ${PkgName} ${InstalledVersion}, fixed in ${FixedVersion}`,
        );
      return { packages: all('Packages').length, found };
    },
  },
  {
    scanner: 'grype',
    // CycloneDX: its own format does not say which packages it looked at.
    scan: 'grype --output cyclonedx-json docker-archive:image.tar',
    status: 'grype db status --output json',
    date: (status: Json) => objectAt({ status }, 'status').built,
    read: (report: Json) => {
      const found = listAt(report, 'vulnerabilities')
        .filter(isObject)
        .map((one) => {
          const { severity } = objectAt({ rating: listAt(one, 'ratings')[0] }, 'rating');
          const packages = listAt(one, 'affects')
            .filter(isObject)
            .map(({ ref }) => String(ref).replace(/\?.*/, ''));
          return `${String(severity).toUpperCase()} ${one.id} in ${packages.join(', ')}`;
        });
      const packages = listAt(report, 'components').filter(
        (one) => isObject(one) && one.type === 'library',
      );
      return { packages: packages.length, found };
    },
  },
];

/** Grype's own limit: a database of long ago knows nothing of what was found since. */
const mostDays = 5;

/** Whether nothing of these severities was found, or nothing at all where none is named. */
export function judgeScan(
  { scanner, database, packages, found }: Scan,
  severities: readonly string[],
  { reference, now }: { readonly reference: string; readonly now: number },
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
    (one) => severities.length === 0 || severities.some((level) => one.startsWith(level)),
  );
  const wanted = `no ${severities.map((one) => `${one} `).join('or ')}vulnerability`;
  const wrong = `${how} finds ${counted.length} in ${packages} packages: ${counted.slice(0, 5).join('; ')}`;
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
