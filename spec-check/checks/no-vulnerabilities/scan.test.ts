import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Docker, MachineFault } from '../../model/docker.ts';
import { Ambiguous, verdictOf } from '../../model/verdict.ts';
import { judgeScan, type Scan, scanImage } from './scan.ts';

/** What trivy 0.74 prints, shortened: `trivy image --format json`, `trivy version --format json`. */
const trivy = {
  image: {
    SchemaVersion: 2,
    Metadata: { OS: { Family: 'debian', Name: '12.5' } },
    Results: [
      { Target: 'image.tar (debian 12.5)', Class: 'os-pkgs', Type: 'debian' },
      {
        Target: 'Node.js',
        Class: 'lang-pkgs',
        Packages: [
          { Name: 'express', Identifier: { PURL: 'pkg:npm/express@5.0.0' }, Version: '5.0.0' },
          { Name: 'lodash', Identifier: { PURL: 'pkg:npm/lodash@4.17.20' }, Version: '4.17.20' },
        ],
        Vulnerabilities: [
          {
            VulnerabilityID: 'CVE-2026-1',
            PkgName: 'lodash',
            PkgIdentifier: { PURL: 'pkg:npm/lodash@4.17.20' },
            InstalledVersion: '4.17.20',
            FixedVersion: '4.17.21',
            Severity: 'HIGH',
            CVSS: { ghsa: { V3Score: 7.2 } },
          },
        ],
      },
    ],
  },
  version: {
    Version: '0.74.0',
    VulnerabilityDB: { Version: 2, UpdatedAt: '2026-11-26T06:00:00Z' },
  },
};

/** What grype 0.121 prints, shortened: `grype --output cyclonedx-json`, `grype db status --output json`. */
const grype = {
  scan: {
    bomFormat: 'CycloneDX',
    metadata: { component: { type: 'container', name: 'image.tar' } },
    components: [
      { type: 'library', name: 'express', version: '5.0.0' },
      { type: 'library', name: 'lodash', version: '4.17.20' },
      { type: 'file', name: '/srv/node_modules/express/package.json' },
    ],
    vulnerabilities: [
      {
        id: 'GHSA-1',
        ratings: [{ severity: 'critical', method: 'other' }],
        affects: [{ ref: 'pkg:npm/express@5.0.0', versions: [{ version: '5.0.0' }] }],
      },
      { id: 'GHSA-2', affects: [{ ref: 'pkg:npm/lodash@4.17.20' }] },
    ],
  },
  db: { schemaVersion: 'v6.1.10', built: '2026-11-27T09:05:19Z', valid: true },
};

describe('a scan', () => {
  const search = process.env.PATH;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scanner-'));
    process.env.PATH = folder;
  });
  afterEach(async () => {
    process.env.PATH = search;
    await rm(folder, { recursive: true });
  });

  /** Installs a program that answers by its first argument. */
  async function install(name: string, answers: Readonly<Record<string, object>>) {
    const cases = Object.entries(answers).map(
      ([word, answer]) => `${word}) echo '${JSON.stringify(answer)}';;`,
    );
    const script = `#!/bin/sh\n[ -e "$PWD/image.tar" ] || exit 3\ncase $1 in ${cases.join('\n')}\n*) echo no network >&2; exit 1;; esac\n`;
    await writeFile(path.join(folder, name), script);
    await chmod(path.join(folder, name), 0o755);
  }

  const docker = {
    read: async ([, , file = '']: readonly string[]) => {
      await writeFile(file, '');
      return '';
    },
  } as unknown as Docker; // The one function that a scan needs.
  const scan = (named?: string) => scanImage(docker, 'api:1', named, AbortSignal.timeout(10_000));

  it('is made by trivy', async () => {
    await install('trivy', trivy);
    expect(await scan()).toEqual({
      scanner: 'trivy image',
      database: new Date('2026-11-26T06:00:00Z'),
      packages: 2,
      found: ['HIGH CVE-2026-1 in lodash 4.17.20, fixed in 4.17.21'],
    });
  });

  it('is made by grype, where that is named or alone', async () => {
    await install('grype', { '--output': grype.scan, db: grype.db });
    expect(await scan()).toEqual({
      scanner: 'grype',
      database: new Date('2026-11-27T09:05:19Z'),
      packages: 2,
      found: [
        'CRITICAL GHSA-1 in pkg:npm/express@5.0.0',
        'UNKNOWN GHSA-2 in pkg:npm/lodash@4.17.20',
      ],
    });
    await expect(scan('trivy')).rejects.toThrow(/trivy is not installed/);
  });

  it('cannot be made without a scanner, nor by one that fails', async () => {
    await expect(scan()).rejects.toThrow(/trivy or grype is not installed/);
    await install('grype', {});
    await expect(scan()).rejects.toThrow(/grype failed: no network/);
  });
});

describe('what was found', () => {
  const now = Date.parse('2026-11-27T10:00:00Z');
  const found = ['CRITICAL CVE-1 in openssl 3.0.1', 'LOW CVE-2 in zlib 1'];
  const database = new Date('2026-11-25T09:00:00Z');
  const seen: Scan = { scanner: 'grype', database, packages: 212, found };
  const judge = (severities: string[], scan: Partial<Scan> = {}) =>
    verdictOf(judgeScan({ ...seen, ...scan }, severities, { reference: 'api:1', now }));

  it.each([
    ['FAIL', ['CRITICAL'], /2026-11-25 \(2 days old\) finds 1 in 212 packages: CRITICAL CVE-1/],
    ['FAIL', [], /finds 2 in 212 packages: CRITICAL CVE-1 .*; LOW CVE-2/],
    ['PASS', ['HIGH', 'MEDIUM'], /finds no HIGH or MEDIUM vulnerability in 212 packages, and 2 o/],
  ])('%s of %j', (status, severities, says) => {
    expect(judge(severities)).toMatchObject({ status, evidence: expect.stringMatching(says) });
  });

  it('says nothing with an old database, one of no date, or without packages', () => {
    const old = { database: new Date('2026-11-21T09:00:00Z') };
    expect(() => judge(['HIGH'], old)).toThrow(MachineFault);
    expect(() => judge(['HIGH'], { database: new Date('undefined') })).toThrow();
    expect(() => judge(['HIGH'], { packages: 0 })).toThrow(Ambiguous);
  });
});
