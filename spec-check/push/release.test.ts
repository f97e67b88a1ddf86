import { tagsOf } from './release.ts';

const revision = '0123456789abcdef0123456789abcdef01234567';

const planned = (version: string, latest?: boolean) => {
  const tags = tagsOf({ version, revision }, latest);
  const named = (wanted: string) =>
    tags.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  return { fixed: named('fixed'), moving: named('moves'), leftOut: named('left out') };
};

it('gives a release its version, its commit, its line and latest', () => {
  expect(planned('1.4.2')).toEqual({
    fixed: ['1.4.2', 'git-0123456789ab'],
    moving: ['1.4', 'latest'],
    leftOut: [],
  });
});

it('leaves latest where it is when it is told to', () => {
  expect(planned('1.4.2', false)).toEqual({
    fixed: ['1.4.2', 'git-0123456789ab'],
    moving: ['1.4'],
    leftOut: ['latest'],
  });
});

it('gives a pre-release no tag that moves', () => {
  expect(planned('2.0.0-rc.1')).toEqual({
    fixed: ['2.0.0-rc.1', 'git-0123456789ab'],
    moving: [],
    leftOut: ['2.0', 'latest'],
  });
});

it.each(['1', '1.2', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3.4', 'latest', '', '1.2.3 ', '1.2.3\n'])(
  'takes %j for no version',
  (version) => {
    expect(() => planned(version)).toThrow('is no semantic version');
  },
);

it('refuses what a tag cannot hold', () => {
  expect(() => planned('1.2.3+build.5')).toThrow('that a tag can hold');
});
