import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { resultsBegin, resultsEnd } from '../language/document/results-block.ts';
import { interpret } from '../language/interpret.ts';
import { decide, type SpecState } from './decide.ts';
import { copiedBy, mattersBelow, meaningOf, type Watched } from './watched.ts';

const watched: Watched = {
  spec: 'specs/a.md',
  copied: ['package*.json', 'api'],
  dockerignore: '*\n!package*.json\n!api\napi/**/*.test.ts\n',
  builds: true,
  output: 'api/reports',
};

function state(...lines: readonly string[]): SpecState {
  const front = lines.filter((line) => line.startsWith('image:'));
  const source = `${front.length === 0 ? '' : `---\n${front.join('\n')}\n---\n`}# T\n\n## Success Criteria\n\n- [ ] Container builds\n${lines.filter((line) => !front.includes(line)).join('\n')}\n`;
  const spec = parseSpec(Buffer.from(source), 'specs/a.md');
  return { source, spec, items: interpret(spec, checks, new Date()) };
}

const size = '- [ ] Image size under 200MB';
const results = `\n${resultsBegin}\n\n- [x] Container builds: **PASS**, Built in 1 s\n\n${resultsEnd}`;

describe('what a change asks for', () => {
  it.each<[string, string[], SpecState, SpecState | undefined, string]>([
    [
      'a new promise',
      ['specs/a.md'],
      state(),
      state(size, '- [ ] Runs as `app`'),
      'specs/a.md changed: 2 promises are new',
    ],
    [
      'a changed promise',
      ['specs/a.md'],
      state(size),
      state(`${size.replace('200', '100')}`),
      'specs/a.md changed: 1 promise is new, 1 promise is gone',
    ],
    [
      'a promise twice',
      ['specs/a.md'],
      state(size),
      state(size, size),
      'specs/a.md changed: 1 promise is new',
    ],
    [
      'prose',
      ['specs/a.md'],
      state(),
      state('\n## Intent\n\nx'),
      'specs/a.md changed: no promise is new',
    ],
    ['a spec that cannot be read now', ['specs/a.md'], state(), undefined, 'the spec changed'],
    [
      'front matter',
      ['specs/a.md'],
      state(),
      state('image: other'),
      'build: specs/a.md changed, and its front matter: everything is checked again',
    ],
    [
      'a source',
      ['api/app.ts'],
      state(),
      state(),
      'build: api/app.ts changed: the image is built again; everything is checked, unless it comes out the same',
    ],
    [
      'many sources',
      ['api/d', 'api/c', 'api/b', 'api/a'],
      state(),
      state(),
      'build: api/a, api/b, api/c and 1 more changed: the image is built again; everything is checked, unless it comes out the same',
    ],
    [
      'both',
      ['api/app.ts', 'specs/a.md'],
      state(),
      state(size),
      'build: specs/a.md changed: 1 promise is new; api/app.ts changed: the image is built again; everything is checked, unless it comes out the same',
    ],
    ['a spec saved as it was', ['specs/a.md'], state(size), state(size), 'nothing'],
    ['results written by --write', ['specs/a.md'], state(size), state(size, results), 'nothing'],
    ['a file that is not copied', ['README.md', 'api/app.test.ts'], state(), state(), 'nothing'],
  ])('%s', (_what, changed, before, after, expected) => {
    const decision = decide(changed, watched, before, after);
    expect(decision.run ? `${decision.build ? 'build: ' : ''}${decision.why}` : 'nothing').toBe(
      expected,
    );
  });
});

describe('what a changed path means', () => {
  it.each<[string, string]>([
    ['specs/a.md', 'spec'],
    ['specs/b.md', 'nothing'],
    ['Dockerfile', 'build'],
    ['.dockerignore', 'build'],
    ['package-lock.json', 'build'],
    ['api/tasks/routes.ts', 'build'],
    ['api/tasks/routes.test.ts', 'nothing'],
    ['api/reports/report.json', 'nothing'],
    ['node_modules/x/package.json', 'nothing'],
    ['.git/index', 'nothing'],
  ])('%s: %s', (path, meaning) => {
    expect(meaningOf(path, watched)).toBe(meaning);
  });

  it('is nothing but the spec with --image', () => {
    const given = { ...watched, builds: false };
    expect(
      ['specs/a.md', 'Dockerfile', 'api/app.ts'].map((path) => meaningOf(path, given)),
    ).toEqual(['spec', 'nothing', 'nothing']);
  });

  it('is everything but .git where everything is copied', () => {
    const all = { ...watched, copied: ['.'], dockerignore: '', output: undefined };
    expect(['x', 'a/b/c', '.git/HEAD'].map((path) => meaningOf(path, all))).toEqual([
      'build',
      'build',
      'nothing',
    ]);
  });
});

it('only folders in which something can matter are looked into', () => {
  const folders = ['specs', 'api', 'api/tasks', 'node_modules', 'bench', '.git'];
  expect(folders.filter((folder) => mattersBelow(folder, watched))).toEqual([
    'specs',
    'api',
    'api/tasks',
  ]);
  const deep = { ...watched, copied: ['.'], dockerignore: '*\n!src/*/lib\n' };
  expect(
    ['src', 'src/a', 'src/a/lib', 'lib'].filter((folder) => mattersBelow(folder, deep)),
  ).toEqual(['src', 'src/a', 'src/a/lib']);
});

describe('what a Dockerfile copies from its folder', () => {
  it.each<[string, string[]]>([
    ['COPY a b /x/', ['a', 'b']],
    ['copy ["a b", "/x/"]', ['a b']],
    ['COPY --chown=1:1 . .', ['.']],
    ['COPY --from=node:24 /a /b', []],
    ['ADD https://example.com/a git@github.com:a/b.git local /x/', ['local']],
    ['COPY <<EOF /x\ntext\nEOF', []],
    ['ARG D=src\nCOPY $D /x', ['.']],
    ['COPY ${D:-src} /x', ['.']],
    ['RUN --mount=type=bind,source=lock,target=/x npm ci', ['lock']],
    ['RUN --mount=type=bind,target=/x npm ci', ['.']],
    ['RUN --mount=type=cache,target=/x npm ci', []],
    ['RUN --mount=type=bind,from=node,source=a,target=/x npm ci', []],
    ['FROM b AS c\nCOPY late /x', ['late']],
  ])('%s', (instructions, expected) => {
    expect(copiedBy(`FROM scratch AS b\n${instructions}`)).toEqual(expected);
  });
});
