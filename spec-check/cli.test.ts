import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { sampleRun } from './report/tests/sample-run.ts';

const cli = path.join(import.meta.dirname, 'cli.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-cli-'));
  const files: Record<string, string | Uint8Array> = {
    'empty.md': '',
    'binary.md': new Uint8Array([0, 255, 254]),
    'none.md': '# T\n\n## Intent\n\nx\n',
    'open-fence.md': '# T\n\n## Success Criteria\n\n- a\n\n```\n- b\n',
    'rivals.md': '# T\n\n## Success Criteria\n\n- Image size under 200MB\n- Image size under 1GB\n',
    'fine.md': '# T\n\n## Success Criteria\n\n- [ ] Image size under 200MB\n',
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), content);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Without Docker: a client that is not on the PATH cannot be asked. */
function run(...args: string[]) {
  return execa(process.execPath, [cli, ...args], {
    cwd: folder,
    reject: false,
    timeout: 20_000,
    env: { PATH: '/nonexistent', DATABASE_URL: '' },
    extendEnv: false,
  });
}

describe('a command line or spec that cannot be used exits 2, with the next step and nothing on stdout', () => {
  it.each<[string[], string]>([
    [['check', 'missing.md'], 'no such file'],
    [['check', '.'], 'it is a folder'],
    [['check', 'empty.md'], 'is empty'],
    [['check', 'binary.md'], 'Markdown in UTF-8'],
    [['check', 'none.md'], '## Success Criteria'],
    [['explain', 'none.md'], '## Success Criteria'],
    [['review', 'none.md'], '## Success Criteria'],
    [['review', 'open-fence.md'], 'never closed'],
    [['review', 'fine.md', '--format', 'xml'], 'Allowed choices are table, json'],
    [['check', 'fine.md', '--onyl', 'health'], 'Did you mean --only?'],
    [['check', 'fine.md', '--only', 'helth'], 'Did you mean "health"?'],
    [['check', 'fine.md', '--skip', 'image-size'], 'that --only and --skip leave'],
    [['check', 'fine.md', '--format', 'xml'], 'There are table, boxed, json'],
    [['check', 'fine.md', '--format', 'table,xml'], 'There are table, boxed, json'],
    [['check', 'fine.md', '--format', 'junit,html'], '--output reports'],
    [['check', 'fine.md', '--format', 'html', '--output', 'fine.md'], 'cannot be used'],
    [['check', 'fine.md', '--format', 'html', '--output', '/dev/null/folder'], 'cannot be used'],
    [['check', 'fine.md', '--timeout', 'soon'], 'startTimeout must be seconds, from 1 to 3600'],
    [['check', 'fine.md', '--loginn', '{}'], 'Did you mean --login?'],
    [['check', 'fine.md', '--login', '{path: /l, tokn: a}'], 'Did you mean "token"?'],
    [['check', 'fine.md', '--images', '{Web: {dockerfil: a}}'], 'Did you mean "dockerfile"?'],
    [
      ['check', 'fine.md', '--database-url', 'postgres://bob:hunter2/x#y'],
      'PostgreSQL connection string',
    ],
    [['init', 'new.md'], 'Expected a Dockerfile'],
    [['init', 'new.md', '--dockerfile', 'empty.md'], 'has no FROM'],
    [['chek'], 'Did you mean the command: '],
    [['check', 'fine.md', '--format', 'tabel'], 'Did you mean table'],
    [['check', 'fine.md', '--registry', 'https://GHCR.io/acme', '--image', 'x'], 'ghcr.io/acme'],
    [['check', 'missing.md', '--watch'], 'no such file'],
    [['check', 'fine.md', 'rivals.md', '--watch'], 'Several specs cannot share watch'],
    [['check', '*.md', '--port', '80', '--attest', 'key.pem'], 'cannot share attest, port'],
    [['chekc'], 'chekc'],
  ])('%j', async (args, words) => {
    const result = await run(...args);
    expect(result.stderr).toContain(words);
    expect(result.stderr).not.toMatch(/^ {4}at /m);
    expect(result.stderr).not.toContain('hunter2');
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });
});

describe('without Docker', () => {
  it.each<[string[], string]>([
    [['--help'], 'Commands:'],
    [['check', '--help'], 'Exit codes:'],
    [['checks'], 'image-size'],
    [['explain', 'fine.md'], '1 of 1 promises'],
    [['review', '--help'], 'Exit codes:'],
    [['review', 'fine.md'], 'There are no non-goals'],
  ])('%j works', async (args, words) => {
    const result = await run(...args);
    expect(result.stdout).toContain(words);
    expect(result.exitCode).toBe(0);
  });

  it('explain prints the fixed JSON', async () => {
    const { stdout } = await run('explain', 'fine.md', '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      spec: { path: 'fine.md', title: 'T' },
      items: [
        {
          id: 'criterion-1',
          section: 'Success Criteria',
          line: 5,
          text: 'Image size under 200MB',
          kind: 'criterion',
          verdict: 'checkable',
          reason: '',
          checks: [
            { check: 'image-size', params: { op: '<', bytes: 200_000_000, basis: 'unpacked' } },
          ],
        },
      ],
    });
  });

  it('review reads the Dockerfile beside it', async () => {
    const beside = path.join(folder, 'beside');
    await mkdir(beside);
    await writeFile(path.join(beside, 'Dockerfile'), 'FROM node:24\nCMD node server.js\n');
    await copyFile(path.join(folder, 'fine.md'), path.join(beside, 'fine.md'));
    const { stdout } = await execa(
      process.execPath,
      [cli, 'review', 'fine.md', '--format', 'json'],
      { cwd: beside, timeout: 20_000, reject: false },
    );
    const { dockerfile, findings } = JSON.parse(stdout);
    expect(dockerfile).toEqual({ path: 'Dockerfile' });
    expect(
      findings.flatMap(({ file, line, code }: Record<string, unknown>) =>
        file === 'Dockerfile' ? [`${line} ${code}`] : [],
      ),
    ).toEqual(['1 root-user', '1 no-digest', '1 no-healthcheck', '2 shell-form']);
  });

  it('review reads the Dockerfile of every image that the spec names', async () => {
    const several = path.join(folder, 'several');
    await mkdir(path.join(several, 'web'), { recursive: true });
    await writeFile(path.join(several, 'Dockerfile'), 'FROM node:24\nUSER node\nCMD ["x"]\n');
    await writeFile(path.join(several, 'web/Dockerfile'), 'FROM nginx:1.29\nUSER root\n');
    await writeFile(path.join(several, 'web/.dockerignore'), '.git\n');
    const front = '---\nimages: { Frontend: { dockerfile: web/Dockerfile, context: web } }\n---\n';
    const promises = '# T\n\n## Frontend\n\n- [ ] Container runs as non-root user\n';
    await writeFile(path.join(several, 'spec.md'), front + promises);
    const { stdout } = await execa(
      process.execPath,
      [cli, 'review', 'spec.md', '--format', 'json'],
      { cwd: several, timeout: 20_000, reject: false },
    );
    const { dockerfile, findings } = JSON.parse(stdout);
    expect(dockerfile).toEqual({ path: 'Dockerfile' });
    const found = findings.map(({ file, code }: Record<string, unknown>) => `${file} ${code}`);
    expect(found).toContain('web/Dockerfile root-user');
    expect(found).toContain('Dockerfile no-healthcheck');
    expect(found).not.toContain('Dockerfile root-user');
  });

  it('checks --format json lists id, title, proof, parameters and examples of each', async () => {
    const { stdout } = await run('checks', '--format', 'json');
    const { schema, checks: listed } = JSON.parse(stdout);
    expect(schema).toBe(1);
    expect(listed.length).toBeGreaterThan(40);
    expect(listed.find(({ id }: { id: string }) => id === 'image-size')).toEqual({
      id: 'image-size',
      title: expect.any(String),
      proof: expect.any(String),
      params: expect.objectContaining({
        type: 'object',
        required: expect.arrayContaining(['bytes']),
      }),
      examples: expect.arrayContaining([expect.any(String)]),
    });
  });

  it('init writes a first spec once, and never over another', async () => {
    const project = path.join(folder, 'first');
    await mkdir(project);
    await writeFile(path.join(project, 'Dockerfile'), 'FROM node:24\nEXPOSE 8000\n');
    await writeFile(path.join(project, 'package.json'), '{ "name": "@acme/books" }');
    const init = (...args: string[]) =>
      execa(process.execPath, [cli, 'init', ...args], {
        cwd: project,
        reject: false,
        timeout: 20_000,
        env: { PATH: '/nonexistent' },
        extendEnv: false,
      });
    expect(await init()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('check containerization-spec.md'),
    });
    const file = path.join(project, 'containerization-spec.md');
    const written = await readFile(file, 'utf8');
    expect(written).toMatch(/^# books in a container\n/);
    expect(written).toContain('- [ ] Container does not run as root');
    await writeFile(file, 'mine');
    expect(await init()).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^spec-exists: .*\n {2}.*init specs\/other\.md/),
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
    const under = await init('Dockerfile/spec.md');
    expect(under).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('spec-unwritable'),
    });
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'the one Dockerfile of a folder that it is built from',
      {
        'api/Dockerfile': 'FROM a\nCOPY app.py ./',
        'api/app.py': '',
        'node_modules/x/Dockerfile': '',
      },
      /^---\ndockerfile: api\/Dockerfile\ncontext: api\n---\n\n# api in a container/,
    ],
    [
      'the one Dockerfile of a folder beside what it copies',
      { 'docker/Dockerfile': 'FROM a\nCOPY --chown=1 src /src', 'src/a': '' },
      /^---\ndockerfile: docker\/Dockerfile\ncontext: \.\n---\n\n# /,
    ],
    [
      'none of several Dockerfiles, and names them',
      { 'api/Dockerfile': 'FROM a', 'web/Dockerfile': 'FROM a' },
      /one of api\/Dockerfile, web\/Dockerfile with --dockerfile/,
    ],
  ])('init takes %s', async (what, files, expected) => {
    const project = path.join(folder, what.replaceAll(' ', '-'));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(project, name)), { recursive: true });
      await writeFile(path.join(project, name), text);
    }
    const { stderr } = await execa(process.execPath, [cli, 'init'], {
      cwd: project,
      reject: false,
    });
    const written = readFile(path.join(project, 'containerization-spec.md'), 'utf8');
    expect(await written.catch(() => stderr)).toMatch(expected);
  });

  it('merge makes the folder for its formats', async () => {
    await writeFile(path.join(folder, 'part.json'), JSON.stringify(sampleRun.report));
    const { stderr } = await run('merge', 'part.json', '--format', 'junit', '--output', 'joined');
    expect(stderr).toContain('Wrote joined/junit.xml');
    expect(await readFile(path.join(folder, 'joined/junit.xml'), 'utf8')).toContain('<testsuite');
  });

  it('check --watch runs again when a file changes, says which, and ends with 130', async () => {
    const spec = path.join(folder, 'watched.md');
    const text = '# T\n\n## Success Criteria\n\n- [ ] Everything is fine\n';
    await writeFile(spec, text);
    const running = run('check', 'watched.md', '--watch');
    let told = '';
    running.stderr.on('data', (chunk) => {
      told += String(chunk);
    });
    const says = async (words: string) => {
      while (!told.includes(words)) await once(running.stderr, 'data');
      told = '';
    };
    await says('Ctrl-C ends');
    await writeFile(`${spec}~`, `${text}- [ ] And more\n`);
    await rename(`${spec}~`, spec);
    await says('Changed: ');
    await says('Ctrl-C ends');
    await writeFile(spec, '# T\n');
    await says('no-criteria');
    await writeFile(spec, text);
    await says('Changed: watched.md');
    await says('Ctrl-C ends');
    running.kill('SIGINT');
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(130);
    expect(stdout.match(/0 of \d promises?/g)).toEqual([
      '0 of 1 promise',
      '0 of 2 promises',
      '0 of 1 promise',
    ]);
  });

  it('review exits 1 with errors, and its JSON says so', async () => {
    const { stdout, exitCode } = await run('review', 'rivals.md', '--format', 'json');
    expect(exitCode).toBe(1);
    const { findings, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      schema: 1,
      spec: { path: 'rivals.md', title: 'T' },
      dockerfile: null,
      summary: { errors: 1, warnings: 1, notes: 0, questions: 5 },
      exitCode: 1,
    });
    expect(findings[0]).toEqual({
      file: 'rivals.md',
      line: 6,
      code: 'two-limits',
      level: 'error',
      message: expect.stringContaining('line 5'),
      fix: expect.any(String),
    });
  });
});
