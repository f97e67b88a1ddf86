import { resolvePath } from '../../image-files/paths.ts';
import { usersOf } from '../../image-files/users.ts';
import { defineCheck, listCommand } from '../../model/check.ts';

const nonRoot = { check: 'non-root', params: { root: false } };

export const homeDirectory = defineCheck({
  title: 'The user has a home directory',
  proof:
    'The entry in /etc/passwd of the image for the user that it runs as, and that folder in its file system: it is there, is not /, and is the own of the user.',
  instruction: 'USER',
  language: {
    with: 'user unprivileged present it system container own image now exist',
    senses: [{ says: 'home-directory', also: ({ has }) => (has('unprivileged') ? [nonRoot] : []) }],
    examples: ['The user has a home directory'],
  },
  faults: [
    ['a home that is not there', 'bad-files', '', /has no home directory/],
    ['a home that belongs to root', 'busybox', '', /belongs to uid 0/],
  ],
  goodShapes: [['good-files']],
  needs: ['image', 'files'],
  run: (_params, { image, files }) => {
    const name = image.config.User.split(':')[0] || '0';
    const found = usersOf(files).find((one) => one.name === name || String(one.uid) === name);
    const folder = found && resolvePath(files, found.home);
    const { kind, uid } = files.entries.get(folder ?? '') ?? {};
    const isThere = folder !== '/' && kind === 'folder';
    return {
      holds: isThere && uid === found?.uid,
      evidence: `${found?.name} has ${found?.home} of its own`,
      wrong:
        found === undefined
          ? `/etc/passwd has no user ${name}`
          : isThere
            ? `${found.home} belongs to uid ${uid}, not to ${found.name} (${found.uid})`
            : `${found.name} has no home directory: ${found.home || '(none)'}`,
      fix: 'Make it with the user: RUN useradd --create-home app',
      command: listCommand(image.reference, ` ${found?.home.slice(1) ?? 'home'}`),
    };
  },
});
