import { eachVariable } from './sentence.ts';
import { meaning, read } from './tests/read.ts';

it.each<[string, readonly string[]]>([
  ['`A_URL` and `PORT` (default 81) are set', ['`A_URL` are set', '`PORT` (default 81) are set']],
  ['Reads A_URL, B_KEY, and PORT.', ['Reads A_URL.', 'Reads B_KEY.', 'Reads PORT.']],
  ['A_URL or PORT is set', []],
  ['Neither A_URL nor PORT is set', []],
  ['A_URL and PORT=81 are set', []],
])('the variables of %s are', (text, expected) => {
  expect(eachVariable(text)).toEqual(expected);
});

describe('what is said of several variables', () => {
  it('is promised of each by its own check', () => {
    expect(meaning(read('CACHE_URL and PORT are configurable via environment variables'))).toEqual([
      ['env-required', { variable: 'CACHE_URL' }],
      ['port', { variable: 'PORT' }],
    ]);
  });

  it.each([
    'CACHE_URL and LOG_LEVEL are configurable via environment variables',
    'CACHE_URL and PORT are not both required',
    'CACHE_URL and PORT are documented',
    'The build does not need CACHE_URL and PORT',
  ])('is not, where one of them makes none: %s', (text) => {
    expect(meaning(read(text))).toBe('unverified');
  });
});
