import path from 'node:path';
import { type Json, type JsonObject, objectsIn } from '../../api-client/json.ts';
import { temporaryFolder } from '../../docker/temporary-folder.ts';
import { outputOf } from '../../measuring/installed-program.ts';
import { type Docker, MachineFault } from '../../model/docker.ts';
import { Ambiguous } from '../../model/verdict.ts';

/** `found` is one vulnerability each: `CRITICAL CVE-2026-1 in openssl 3.0.1`. */
export type Scan = Awaited<ReturnType<typeof scanImage>>;

/** Scans the image with the scanner that is named, else with the first that is installed. */
export async function scanImage(
  docker: Docker,
  reference: string,
  named: string | undefined,
  signal: AbortSignal,
) {
  await using scope = new AsyncDisposableStack();
  // A folder of our own: no file of exceptions is read.
  const cwd = await temporaryFolder('scan', scope);
  const save = ['save', '--output', path.join(cwd, 'image.tar'), reference];
  await docker.read(save, { signal, timeout: 300_000 });
  for (const { scanner, scan, status, ...read } of scanners) {
    if (named !== undefined && !scanner.startsWith(named)) continue;
    const output = await outputOf(scan.split(' '), cwd, signal);
    if (output === undefined) continue;
    const state: Json = JSON.parse((await outputOf(status.split(' '), cwd, signal)) ?? '');
    const report: Json = JSON.parse(output);
    const made = objectsIn(state).map(({ built, UpdatedAt }) => built ?? UpdatedAt);
    const database = new Date(String(made.find((date) => date !== undefined)));
    const packages = objectsIn(report).filter(read.isPackage).length;
    return { scanner, database, packages, found: objectsIn(report).flatMap(read.found) };
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
    isPackage: ({ Identifier }: JsonObject) => Identifier !== undefined,
    found: ({ VulnerabilityID: id, Severity, PkgName, InstalledVersion, ...one }: JsonObject) =>
      id === undefined
        ? []
        : [`${Severity} ${id} in ${PkgName} ${InstalledVersion}, fixed in ${one.FixedVersion}`],
  },
  {
    scanner: 'grype',
    // CycloneDX: its own format does not say which packages it looked at.
    scan: 'grype --output cyclonedx-json docker-archive:image.tar',
    status: 'grype db status --output json',
    isPackage: ({ type }: JsonObject) => type === 'library',
    found: ({ id, ratings, affects }: JsonObject) => {
      const [{ severity = 'unknown' } = {}] = objectsIn(ratings);
      const packages = objectsIn(affects).flatMap(({ ref = [] }) => ref);
      const words = `${String(severity).toUpperCase()} ${id} in ${packages.join(', ')}`;
      return affects === undefined ? [] : [words];
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
) {
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
  return {
    holds: counted.length === 0,
    evidence: `${how} finds ${wanted} in ${packages} packages, and ${found.length} others`,
    wrong,
    actual: wrong,
    fix: 'Update these packages, or the base image that brings them.',
    measured: { packages, found: counted.length, databaseDays: days },
    command: `${scanner} ${reference}`,
  };
}
