import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { connectDocker } from '../docker/docker.ts';
import type { Report } from '../model/report.ts';
import { type LanguageName, languageImage } from './tools/language-images.ts';

/**
 * Services of other people's kinds, each in its own idiom with a spec as its authors write it: all their
 * promises hold, and of a variant with one fault only the promise that it breaks fails. Their packages
 * come from PyPI, npm, Maven and the Go module proxy while the image is built.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = path.join(root, 'spec-check/cli.ts');
const signal = AbortSignal.timeout(60 * 60_000);

interface Variant {
  /** A file of the service, what stands there, and what the fault puts in its place. */
  readonly edits: readonly (readonly [file: string, from: string | RegExp, to: string])[];
  /** Beginnings of the lines that do not hold, with their status and a part of the evidence. */
  readonly broken: Readonly<Record<string, readonly [status: string, evidence: RegExp]>>;
}

/** Runs the whole tool on a copy of the service. */
async function check(
  name: string,
  bases: Readonly<Record<string, LanguageName>>,
  edits: Variant['edits'] = [],
  more: readonly string[] = [],
): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), `spec-check-${name}-`));
  try {
    await cp(path.join(root, 'specs/examples', name), folder, { recursive: true });
    for (const [file, from, to] of edits) {
      const text = await readFile(path.join(folder, file), 'utf8');
      const changed = text.replace(from, to);
      expect(changed).not.toBe(text);
      await writeFile(path.join(folder, file), changed);
    }
    const setUp = { docker: connectDocker(), log: () => {}, signal };
    const args: string[] = [];
    for (const [argument, language] of Object.entries(bases))
      args.push('--build-arg', `${argument}=${await languageImage(language, setUp)}`);
    const { stdout, stderr } = await execa(
      process.execPath,
      [cli, 'check', '--format', 'json', '--quiet', ...args, ...more],
      { cwd: folder, reject: false, env: { INVOICES_PASSWORD: password } },
    );
    // Nothing that the project keeps to itself is told.
    expect(stdout + stderr).not.toContain(password);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const password = 'Zq7-wRk2-invoices';

function lines({ items }: Report): string[] {
  return items.map(({ text, status, evidence }) =>
    status === 'PASS' ? `${text}: PASS` : `${text}: ${status} ${evidence}`,
  );
}

const services: Readonly<
  Record<
    string,
    {
      readonly bases: Readonly<Record<string, LanguageName>>;
      readonly options?: readonly string[];
      readonly variants: Readonly<Record<string, Variant>>;
    }
  >
> = {
  fastapi: {
    bases: { PYTHON_IMAGE: 'python' },
    variants: {
      'an update that is not kept': {
        edits: [
          [
            'main.py',
            'row.sqlmodel_update(body.model_dump())\n    await db.commit()',
            'row.sqlmodel_update(body.model_dump())',
          ],
        ],
        broken: { 'All CRUD endpoints': ['FAIL', /PATCH/] },
      },
      'a list that knows the first item alone': {
        edits: [['main.py', 'select(Recipe).', 'select(Recipe).where(Recipe.id < 2).']],
        broken: { 'All CRUD endpoints': ['FAIL', /is not there/] },
      },
    },
  },
  flask: {
    bases: { PYTHON_IMAGE: 'python' },
    variants: {
      'a worker that takes one request at a time': {
        edits: [['Dockerfile', ', "--threads", "8"', '']],
        broken: { 'The container handles SIGTERM': ['FAIL', /are lost/] },
      },
    },
  },
  express: {
    bases: {},
    options: ['--pass-env', 'INVOICES_PASSWORD'],
    variants: {
      'a list that is open to all': {
        edits: [['server.js', 'jwt.verify(', 'void (']],
        broken: { 'Without a token': ['FAIL', /GET .invoices → 200/] },
      },
    },
  },
  django: {
    bases: { PYTHON_IMAGE: 'python' },
    variants: {
      'a database that is looked for late': {
        edits: [
          [
            'shop/settings.py',
            'dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)',
            'dj_database_url.config(conn_max_age=60)',
          ],
        ],
        broken: { '`DATABASE_URL` is required': ['FAIL', /the error does not name it/] },
      },
    },
  },
  spring: {
    bases: { MAVEN_IMAGE: 'maven', JRE_IMAGE: 'jre' },
    // Several of its containers start beside each other.
    options: ['--timeout', '400'],
    variants: {
      'a table that is made anew at each start': {
        edits: [
          ['src/main/resources/application.properties', 'ddl-auto=update', 'ddl-auto=create'],
        ],
        broken: { 'Data survives': ['FAIL', /./] },
      },
    },
  },
  go: {
    bases: { GO_IMAGE: 'go' },
    variants: {
      'an end that does not wait for the requests': {
        edits: [['main.go', '\t<-drained\n', '']],
        broken: { 'Handles SIGTERM gracefully': ['FAIL', /are lost/] },
      },
    },
  },
};

it('proves each service of the examples', async () => {
  const entries = await readdir(path.join(root, 'specs/examples'), { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    // The stack of this project's own API.
    .filter((name) => name !== 'swarm');
  expect(Object.keys(services).sort()).toEqual(folders.sort());
});

describe.each(Object.entries(services))('%s', (name, { bases, options = [], variants }) => {
  it('keeps every promise of its spec', async () => {
    const report = await check(name, bases, [], options);
    expect(lines(report).filter((line) => !line.endsWith(': PASS'))).toEqual([]);
    expect(report.exitCode).toBe(0);
  }, 600_000);

  it.each(Object.entries(variants))(
    'with %s fails in that alone',
    async (_, variant) => {
      const { items, exitCode } = await check(name, bases, variant.edits, options);
      const wrong = items.filter(({ status }) => status !== 'PASS');
      const expected = Object.entries(variant.broken).map(([begins, [status, evidence]]) => ({
        text: expect.stringMatching(new RegExp(`^${begins}`)),
        status,
        evidence: expect.stringMatching(evidence),
      }));
      expect(wrong).toEqual(expected.map((one) => expect.objectContaining(one)));
      expect(exitCode).toBe(1);
    },
    600_000,
  );
});
