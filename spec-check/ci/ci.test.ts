import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { specCheck } from '../commands/run/program.ts';
import { formats } from '../report/formats.ts';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');
const action = parse(await read('spec-check/action.yml'));
const gitlab = parse(await read('spec-check/ci/gitlab.yml'));
const hooks = parse(await read('.pre-commit-hooks.yaml'));
const tasks = JSON.parse(await read('spec-check/ci/vscode-tasks.json'));
const { version } = JSON.parse(await read('spec-check/package.json'));
const step = (name: string) =>
  action.runs.steps.find((one: { name?: string }) => one.name === name) ?? {};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ci-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The action's first step with an npx that notes its words, writes reports and exits with `code`. */
async function prove(inputs: { readonly spec: string; readonly options: string }, code: number) {
  const npx = path.join(folder, 'npx');
  await writeFile(
    npx,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/words'\nwhile [ "$1" != --output ]; do shift; done\n[ ${code} = 2 ] || echo '{}' > "$2/report.sarif"\nexit ${code}\n`,
  );
  await chmod(npx, 0o755);
  const output = path.join(folder, 'output');
  await execa(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step('Prove every line of the spec').run],
    {
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: output,
        SPEC: inputs.spec,
        OPTIONS: inputs.options,
        VERSION: version,
      },
    },
  );
  const lines = (await readFile(output, 'utf8')).trim().split('\n');
  return {
    words: (await readFile(path.join(folder, 'words'), 'utf8')).trimEnd().split('\n'),
    outputs: Object.fromEntries(lines.map((line) => line.split('='))),
  };
}

describe('the GitHub Action', () => {
  it('passes the inputs as words, never as shell text, and keeps the exit code for its last step', async () => {
    const options = '--strict\n--registry ghcr.io/acme\n--env A=$(touch x) b';
    const { words, outputs } = await prove({ spec: 'my specs/a;b.md', options }, 1);
    expect(words.slice(0, 9)).toEqual([
      '--yes',
      `container-spec-check@${version}`,
      'check',
      'my specs/a;b.md',
      '--strict',
      '--registry',
      'ghcr.io/acme',
      '--env',
      'A=$(touch x) b',
    ]);
    expect(outputs).toMatchObject({ 'exit-code': '1', written: 'true' });
    const last = await execa('bash', ['-c', step('Pass or fail').run], {
      env: { CODE: outputs['exit-code'] },
      reject: false,
    });
    expect(last.exitCode).toBe(1);
  });

  it('names no spec where none is given, and comments nothing where no report was written', async () => {
    const { words, outputs } = await prove({ spec: '', options: '' }, 2);
    expect(words[3]).toBe('--format');
    expect(outputs).toMatchObject({ 'exit-code': '2' });
    expect(outputs).not.toHaveProperty('written');
    for (const name of ['Comment on the pull request', 'Show the findings under Security'])
      expect(step(name).if).toContain("steps.prove.outputs.written == 'true'");
  });

  it('is red when its first step never came to an end', async () => {
    const { exitCode } = await execa('bash', ['-c', step('Pass or fail').run], {
      env: { CODE: '' },
      reject: false,
    });
    expect(exitCode).toBe(3);
  });
});

describe('the comment', () => {
  interface Comment {
    id: number;
    body: string;
    user: { type: string };
  }

  async function comment(existing: readonly Comment[], status = 0) {
    const calls: unknown[][] = [];
    const fails = () => Promise.reject(Object.assign(new Error('no'), { status }));
    const write = (name: string) => (sent: object) =>
      status === 0 ? Promise.resolve(calls.push([name, sent])) : fails();
    await writeFile(path.join(folder, 'report.md'), '## Books: 3 of 3 promises hold');
    const body = step('Comment on the pull request').with.script;
    const run = new Function(
      'require',
      'process',
      'github',
      'context',
      'core',
      `return (async () => {${body}})()`,
    );
    await run(
      () => ({ readFileSync: () => '## Books: 3 of 3 promises hold' }),
      { env: { REPORTS: folder, DIRECTORY: '.', SPEC: '' } },
      {
        paginate: async () => existing,
        rest: { issues: { createComment: write('create'), updateComment: write('update') } },
      },
      { repo: { owner: 'acme', repo: 'books' }, issue: { number: 7 } },
      { warning: (text: string) => calls.push(['warning', text]) },
    );
    return calls;
  }

  it('is written once, and updated in place from then on', async () => {
    const [[name, sent] = []] = await comment([]);
    expect([name, sent]).toEqual(['create', expect.objectContaining({ issue_number: 7 })]);
    const { body } = sent as { body: string };
    expect(body).toContain('## Books: 3 of 3 promises hold');
    const own = { id: 5, body: `${body} of yesterday`, user: { type: 'Bot' } };
    expect(await comment([{ ...own, id: 4, body: 'Nice!' }, own])).toEqual([
      ['update', expect.objectContaining({ comment_id: 5, body })],
    ]);
  });

  it('leaves a comment alone that a person wrote, whatever it begins with', async () => {
    const [[, sent] = []] = await comment([]);
    const { body } = sent as { body: string };
    const calls = await comment([{ id: 5, body, user: { type: 'User' } }]);
    expect(calls.map(([name]) => name)).toEqual(['create']);
  });

  it('warns where the token may not write, and fails of anything else', async () => {
    expect(await comment([], 403)).toEqual([
      ['warning', expect.stringContaining('pull-requests: write')],
    ]);
    await expect(comment([], 500)).rejects.toThrow('no');
  });
});

it('GitLab, the hooks and VS Code call commands, options and formats that exist', () => {
  const program = specCheck();
  const lines: string[] = [
    ...gitlab['spec-check'].script,
    ...hooks.map(({ entry }: { entry: string }) => entry),
    tasks.tasks[0].command,
  ];
  for (const line of lines) {
    const [, name, words = ''] = /container-spec-check(?:@\S+)? (\w+)(.*)/.exec(line) ?? [];
    const command = program.commands.find((one) => one.name() === name);
    const options = command?.options.map(({ long }) => long) ?? [];
    expect(options).toEqual(expect.arrayContaining([...(words.match(/--[\w-]+/g) ?? [])]));
    for (const format of /--format (\S+)/.exec(words)?.[1]?.split(',') ?? [])
      expect(formats).toContain(format);
  }
  expect(lines).toHaveLength(4);
});

it('the version is the package’s everywhere', async () => {
  const named = (await read('.pre-commit-hooks.yaml')).match(/(?<=check@)\S+/g) ?? [];
  expect([action.inputs.version.default, gitlab.variables.SPEC_CHECK_VERSION, ...named]).toEqual(
    Array.from({ length: 4 }, () => version),
  );
});

it('VS Code finds file, line and message in what `--format github` prints', () => {
  const { regexp, severity, file, line, message } = tasks.tasks[0].problemMatcher.pattern;
  const found = new RegExp(regexp).exec(
    '::error file=specs/a.md,line=12,title=FAIL%3A Image under 1MB::116 MB is 115 MB above',
  );
  expect([severity, file, line, message].map((index) => found?.[index])).toEqual([
    'error',
    'specs/a.md',
    '12',
    '116 MB is 115 MB above',
  ]);
});
