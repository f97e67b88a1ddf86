import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findEngine } from '../../docker/engine.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeScan, scanImage } from './scan.ts';

/** A database of grype with one vulnerability, made up: express before 5.0.1. Of its tables those that hold something. */
function makeDatabase(file: string, built: Date): void {
  const database = new DatabaseSync(file);
  const made = built.toISOString().replace('T', ' ').replace(/\..*/, '+00:00');
  database.exec(`
    create table blobs (id integer primary key autoincrement, value text not null);
    create table db_metadata (build_timestamp datetime not null, model integer not null, revision integer not null, addition integer not null);
    create table providers (id text primary key, version text, processor text, date_captured datetime, input_digest text);
    create table vulnerability_handles (id integer primary key autoincrement, name text not null, status text not null, published_date datetime, modified_date datetime, withdrawn_date datetime, provider_id text not null, blob_id integer);
    create table packages (id integer primary key autoincrement, ecosystem text, name text);
    create table affected_package_handles (id integer primary key autoincrement, vulnerability_id integer not null, operating_system_id integer, package_id integer, blob_id integer);
    insert into db_metadata values ('${made}', 6, 1, 10);
    insert into providers values ('github', '1', 'x', '${made}', 'xxh64:0');
    insert into blobs values
      (1, '{"id":"GHSA-1","severities":[{"scheme":"CHMLN","value":"critical","rank":1}]}'),
      (2, '{"ranges":[{"version":{"type":"semver","constraint":"<5.0.1"},"fix":{"version":"5.0.1","state":"fixed"}}]}');
    insert into vulnerability_handles (id, name, status, provider_id, blob_id) values (1, 'GHSA-1', 'active', 'github', 1);
    insert into packages values (1, 'npm', 'express');
    insert into affected_package_handles (id, vulnerability_id, package_id, blob_id) values (1, 1, 1, 2);
  `);
  database.close();
}

const isInstalled = (() => {
  try {
    execFileSync('grype', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

(isInstalled ? describe : describe.skip)('grype itself, with a database of our own', () => {
  const day = 86_400_000;
  const signal = AbortSignal.timeout(120_000);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grype-'));
    process.env.GRYPE_DB_CACHE_DIR = path.join(folder, 'cache');
    process.env.GRYPE_DB_AUTO_UPDATE = 'false';
    process.env.GRYPE_CHECK_FOR_APP_UPDATE = 'false';
  });
  afterAll(() => rm(folder, { recursive: true }));

  function useDatabase(built: Date): void {
    const file = path.join(folder, `vulnerability-${built.getTime()}.db`);
    makeDatabase(file, built);
    execFileSync('grype', ['db', 'import', file], { env: process.env });
  }

  async function scan(packages: Readonly<Record<string, string>>) {
    const { docker } = await findEngine({ log: () => {}, signal });
    const context = await mkdtemp(path.join(folder, 'image-'));
    await writeFile(path.join(context, 'Dockerfile'), 'FROM scratch\nCOPY . /srv\nCMD ["/none"]\n');
    for (const [name, version] of Object.entries(packages)) {
      await mkdir(path.join(context, 'node_modules', name), { recursive: true });
      const text = JSON.stringify({ name, version });
      await writeFile(path.join(context, 'node_modules', name, 'package.json'), text);
    }
    const reference = `spec-check/${path.basename(context).toLowerCase()}`;
    await docker.read(['build', '--quiet', '--tag', reference, context], { signal });
    try {
      const seen = await scanImage(docker, reference, 'grype', signal);
      return verdictOf(judgeScan(seen, ['CRITICAL'], { reference, now: Date.now() }));
    } finally {
      await docker.run(['rmi', '--force', reference]);
    }
  }

  it('finds what is there, and nothing where nothing is', async () => {
    useDatabase(new Date(Date.now() - day));
    expect(await scan({ express: '5.0.0', lodash: '4.0.0' })).toMatchObject({
      status: 'FAIL',
      evidence: expect.stringMatching(
        /\(1 days old\) finds 1 in 2 packages: CRITICAL GHSA-1 in pkg:npm\/express@5.0.0/,
      ),
    });
    expect(await scan({ express: '5.0.1' })).toMatchObject({ status: 'PASS' });
    await expect(scan({})).rejects.toThrow(/recognises no package/);
  }, 120_000);

  it('refuses a database of last week, as grype itself does', async () => {
    useDatabase(new Date(Date.now() - 7 * day));
    await expect(scan({ express: '5.0.1' })).rejects.toThrow(/max allowed age is 5 days/);
  }, 120_000);
});
