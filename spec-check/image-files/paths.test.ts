import { resolvePath } from './paths.ts';
import { filesOf, folder, link, program } from './tests/tree.ts';

it('links are followed, folders that are links too, and circles end', () => {
  const files = filesOf({
    '/bin': link('usr/bin'),
    '/usr': folder,
    '/usr/bin': folder,
    '/usr/bin/node': link('/opt/node'),
    '/opt/node': program,
    '/a': link('/b'),
    '/b': link('/a'),
  });
  expect(resolvePath(files, '/bin/node')).toBe('/opt/node');
  expect(resolvePath(files, '/a')).toBeUndefined();
  expect(resolvePath(files, '/nowhere')).toBeUndefined();
});
