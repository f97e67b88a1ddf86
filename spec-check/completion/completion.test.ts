import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { checks } from '../checks/index.ts';
import { specCheck } from '../commands/run/program.ts';
import { distributionProgram } from '../offline/distribution-program.ts';
import { formats } from '../report/formats.ts';

/** The scripts in the shells they are for, in a folder with a spec, a folder and another file. */
const cli = path.join(import.meta.dirname, '..', 'cli.ts');
const ids = checks.map(({ id }) => id).toSorted();
const commands = specCheck().commands.map((command) => command.name());
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-completion-'));
  await mkdir(path.join(folder, 'sub'));
  for (const name of ['a spec.md', 'other.txt']) await writeFile(path.join(folder, name), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await execa(process.execPath, [cli, 'completion', shell]);
    await writeFile(path.join(folder, 'sub', `script.${shell}`), stdout);
  }
}, 30_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What a shell offers for the last word of a line. */
const lines: readonly [line: string, offered: readonly string[]][] = [
  ['', [...commands, 'help', 'a spec.md', 'sub'].toSorted()],
  ['e', ['explain']],
  ['check ', ['a spec.md', 'sub']],
  ['explain a', ['a spec.md']],
  ['check --format ', [...formats].toSorted()],
  ['check --format ta', ['table']],
  ['check --format table,j', ['table,json', 'table,junit']],
  ['check --strict --format h', ['html']],
  ['--format g', ['github']],
  ['--only ', ids],
  ['check --only health im', ['image-size']],
  ['prove --only sq', ['sql']],
  ['check --output ', ['sub']],
  ['init --dockerfile o', ['other.txt']],
  ['check --str', ['--strict']],
  ['explain --str', []],
  ['explain --format ', ['json', 'text']],
  ['push --dry', ['--dry-run']],
  ['push ', []],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['help pu', ['push']],
];

describe('completion in bash', () => {
  it.each(lines)('of "%s"', async (line, offered) => {
    expect(await inBash(`spec-check ${line}`.split(' '))).toEqual(offered);
  });

  it('takes a value behind =, which bash makes a word of its own', async () => {
    const words = ['spec-check', 'check', '--format', '=', 'ma'];
    expect(await inBash(words)).toEqual(['markdown']);
    expect(await inBash(words.with(4, 'json,ma'))).toEqual(['json,markdown']);
    expect(await inBash(words.slice(0, 4))).toEqual([...formats].toSorted());
  });

  async function inBash(words: readonly string[]): Promise<string[]> {
    const { stdout } = await execa(
      'bash',
      [
        '-c',
        'source sub/script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _spec_check; printf "%s\\n" "${COMPREPLY[@]}"',
        'bash',
        ...words,
      ],
      { cwd: folder },
    );
    return stdout.split('\n').filter(Boolean).toSorted();
  }
});

const fish = await distributionProgram('fish', '/usr/bin/fish');

(fish === undefined ? describe.skip : describe)('completion in fish', () => {
  it('of every line', async () => {
    const home = path.join(folder, 'sub');
    const script = lines
      .map(([line]) => `echo "> ${line}"; complete -C "spec-check ${line}"`)
      .join('\n');
    const { stdout } = await execa(
      fish ?? '',
      ['--no-config', '-c', `source sub/script.fish\n${script}`],
      { cwd: folder, env: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home } },
    );
    const answers = stdout.split(/^> /m).slice(1);
    expect(
      answers.map((answer) => {
        const [line, ...offered] = answer.split('\n');
        const words = offered.map((word) => word.split('\t')[0]?.replace(/\/$/, '') ?? '');
        return [line, [...new Set(words)].filter(Boolean).toSorted()];
      }),
    ).toEqual(lines);
  });
});

const zsh = await distributionProgram('zsh', '/usr/bin/zsh');

(zsh === undefined ? describe.skip : describe)('completion in zsh', () => {
  const completed = [
    ['exp', 'explain'],
    // The comma goes when a space is typed.
    ['check --format ta', 'check --format table,'],
    ['check --format table,js', 'check --format table,json,'],
    ['--only im', '--only image-size'],
    ['check --only health responds', 'check --only health responds-within'],
    ['prove --only sq', 'prove --only sql'],
    ['explain a', 'explain a\\ spec.md'],
    ['check --output s', 'check --output sub/'],
    ['check --stri', 'check --strict'],
    ['completion fi', 'completion fish'],
    ['help pu', 'help push'],
  ].map((pair) => pair.map((line) => `spec-check ${line}`));

  it('of every line', async () => {
    expect(await inZsh(completed.map(([line = '']) => line))).toEqual(
      completed.map(([, line]) => line),
    );
  });

  /** Each line after a TAB, in a terminal of its own: zsh completes nowhere else. */
  async function inZsh(typed: readonly string[]): Promise<string[]> {
    const program = [
      'zmodload zsh/zpty',
      `zpty z ${zsh} -f -i`,
      "zpty -w z $'PS1= PS2= RPS1=; unset zle_bracketed_paste; autoload -U compinit; compinit -u -D; source sub/script.zsh'",
      'zpty -w z $\'report() { print -r -- "<<"$BUFFER">>"; BUFFER= }; zle -N report; bindkey "^X" report; print re""ady\'',
      "zpty -r z out $'*ready*'",
      ...typed.flatMap((line) => [
        `zpty -w -n z ${JSON.stringify(line)}$'\\t\\x18'`,
        "zpty -r z out $'*<<*>>*'",
        'print -r -- "$out"',
      ]),
    ].join('\n');
    const { stdout } = await execa(zsh ?? '', ['-f', '-c', program], {
      cwd: folder,
      timeout: 20_000,
      env: { TERM: 'dumb', HOME: folder },
    });
    return [...stdout.matchAll(/<<(.*?)>>/g)].map(([, line = '']) => line.trim());
  }
});
