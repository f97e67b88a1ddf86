import path from 'node:path';
import * as z from 'zod';
import { below, resolvePath } from '../../image-files/paths.ts';
import { defineCheck, listCommand } from '../../model/check.ts';

export const fileInImage = defineCheck({
  title: 'A file is in the image',
  proof:
    'The file system of a container that is made and never started, links followed: a file, or a folder with a file in it.',
  language: {
    with: 'image container file present ours docker inside now',
    params: { path: '{path}' },
    senses: [
      { says: '{path} exist|carry|contains image|container' },
      { says: 'copy {path} file', with: 'dockerfile app system it {file}' },
      {
        says: '{file} image|container',
        not: 1,
        with: 'carry exist file-system',
        unless: '{tool}',
        params: ({ one, has }) => {
          const name = one('file') ?? '';
          // `torch` may be a package, which stands elsewhere.
          if (!has('file') && !folders.test(name)) return [];
          return { path: name.replace(ending, '*').replace(/^(?=\*?\.\w)/, '**/'), absent: true };
        },
      },
    ],
    examples: ['The image contains the file `/app/server.js`', 'Copies the source code to `/srv`'],
  },
  faults: [
    ['no such file', 'bad-files', 'path=/srv/main.js', /no \/srv\/main.js/],
    ['an empty folder', 'bad-files', 'path=/empty', /a folder \/empty .* no file/],
    ['a hidden file', 'bad-files', 'path=**/.env absent=true', /a file \/srv\/config\/.env/],
    ['any such name', 'bad-files', 'path=**/*.env absent=true', /a file \/srv\/config\/.env/],
    ['such a folder', 'bad-files', 'path=**/config/ absent=true', /a folder \/srv\/config/],
    ['a beginning', 'bad-files', 'path=**/.en* absent=true', /a file \/srv\/config\/.env/],
    ['other entries', 'bad-files', 'path=/themes count=3', /with 2 entries/],
    ['it is there', 'bad-files', 'path=tests absent=true', /has a folder \/srv\/tests/],
  ],
  goodShapes: [
    ['good-files', 'path=/srv/main.js'],
    ['good-files', 'path=main.js'],
    ['good-files', 'path=/themes count=2'],
    ['good-files', 'path=/srv/tests absent=true'],
    ['good-files', 'path=**/.env absent=true'],
    ['good-files', 'path=/srv'],
  ],
  params: z.strictObject({
    path: z.stringFormat('path', /^(\*\*\/.*[^*/].*|[^*]+)$/).describe('From WORKDIR, or **/name'),
    count: z.int().nonnegative().optional().describe('How many entries the folder has'),
    absent: z.boolean().default(false).describe('It must not be there'),
  }),
  describe: ({ path: file, count, absent }) =>
    `${file} is ${absent ? 'not ' : ''}in the image${count === undefined ? '' : ` with ${count} entries`}`,
  needs: ['image', 'files'],
  run: ({ path: wanted, count, absent }, { image: { config, reference }, files }) => {
    const [, named] = /^\*\*(\/.+?)\/?$/.exec(wanted) ?? [];
    const form = new RegExp(`${named?.replace(/[^\w/*]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
    const anywhere = named && [...files.entries.keys()].find((name) => form.test(name));
    const file =
      anywhere || path.posix.resolve(config.WorkingDir || '/', wanted.replace('**/', ''));
    const found = resolvePath(files, file);
    const isFolder = found === '/' || files.entries.get(found ?? '')?.kind === 'folder';
    const inside = isFolder ? below(files, found ?? '/') : [];
    const entries = new Set(inside.map((name) => name.slice(found?.length).split('/')[1])).size;
    const isEmpty = !inside.some((name) => files.entries.get(name)?.kind === 'file');
    const isCounted = count === undefined || (isFolder && entries === count);
    const actual =
      found === undefined
        ? `no ${named === undefined ? file : `${wanted.slice(3)} in any folder`}`
        : isFolder
          ? `a folder ${file} with ${entries} entries${isEmpty ? ' and no file' : ''}`
          : `a file ${file}`;
    const isThere = found !== undefined && isCounted && (!isFolder || !isEmpty || count === 0);
    return {
      holds: absent ? found === undefined : isThere,
      evidence: `The image has ${actual}`,
      fix: absent
        ? 'Leave it out of COPY, or out of the build by .dockerignore.'
        : 'COPY it to the last stage.',
      command: listCommand(reference, ` ${file.slice(1)}`),
    };
  },
});

/** A hidden file is none of the project's parts that have a place; other names of that form are endings. */
const ending =
  /^(?=\.\w)(?!\.(?:env|git|ssh|aws|idea|vscode|next|venv|npmrc|\w+[_-]cache|\w*ignore|\w*rc)\b)/;
const folders = /[./_A-Z]|^(?:docs|tests?|src|dist|build|vendor|tmp|fixtures|coverage)$/;
