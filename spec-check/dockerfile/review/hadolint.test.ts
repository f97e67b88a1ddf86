import type { Finding } from '../../model/finding.ts';
import { parseHadolint, withHadolint } from './hadolint.ts';

function finding(code: string, line: number | null): Finding {
  return { code, level: 'warning', line, message: '', fix: '' };
}

it("reads hadolint's JSON, and never makes an error of it", () => {
  const found = parseHadolint(
    JSON.stringify([
      {
        line: 3,
        code: 'DL3020',
        column: 1,
        file: 'Dockerfile',
        level: 'error',
        message: 'Use COPY',
      },
      { line: 4, code: 'SC2046', column: 1, file: 'Dockerfile', level: 'info', message: 'Quote' },
    ]),
  );
  expect(found).toEqual([
    {
      code: 'DL3020',
      level: 'warning',
      line: 3,
      message: 'hadolint: Use COPY',
      fix: 'https://github.com/hadolint/hadolint/wiki/DL3020',
    },
    {
      code: 'SC2046',
      level: 'note',
      line: 4,
      message: 'hadolint: Quote',
      fix: 'https://www.shellcheck.net/wiki/SC2046',
    },
  ]);
});

it.each(['', 'hadolint: not a Dockerfile', '{}', '[{"line":"3"}]'])('refuses %j', (stdout) => {
  expect(parseHadolint(stdout)).toBeUndefined();
});

it.each<[string, Finding, Finding, string[]]>([
  ['the same on one line once', finding('shell-form', 4), finding('DL3025', 4), ['shell-form']],
  [
    'the same on two lines',
    finding('shell-form', 4),
    finding('DL3025', 6),
    ['shell-form', 'DL3025'],
  ],
  [
    'two things on one line',
    finding('shell-form', 4),
    finding('DL3008', 4),
    ['shell-form', 'DL3008'],
  ],
  [
    'in the order of lines',
    finding('shell-form', 4),
    finding('DL3008', 2),
    ['DL3008', 'shell-form'],
  ],
])('tells %s', (_what, ours, theirs, expected) => {
  expect(withHadolint([ours], [theirs]).map(({ code }) => code)).toEqual(expected);
});
