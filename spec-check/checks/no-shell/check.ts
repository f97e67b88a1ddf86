import { executablesOf } from '../../image-files/paths.ts';
import { defineCheck } from '../../model/check.ts';

export const noShell = defineCheck({
  title: 'No shell in the image',
  proof:
    'The file system of a container that is made and never started: no executable named like a shell in any folder, busybox and toybox among them. One under another name is not recognised.',
  language: {
    with: 'image container ours docker present inside carry reachable it system final-stage every package or variant small',
    senses: [{ says: 'shell unset|dropped' }, { says: 'shell', not: 1, unless: 'cmd-instruction' }],
    examples: ['No shell in the image', 'The container has no shell'],
  },
  faults: [
    ['a shell by a link', 'bad-files', '', /The image has \/bin\/sh/],
    ['busybox under its own name', 'busybox', '', /busybox/],
  ],
  goodShapes: [['good-files']],
  needs: ['image', 'files'],
  run: (_params, { image, files }) => {
    const programs = executablesOf(files);
    if (programs.length === 0) throw new Error('the image has no executable at all to look at');
    const found = programs.filter(({ name }) => shells.test(name));
    return {
      holds: found.length === 0,
      evidence: `None of ${programs.length} executables is a shell`,
      wrong: `The image has ${found.map(({ file }) => file).join(', ')}`,
      fix: 'Start the last stage from scratch or a distroless image, and copy only what the program needs.',
      measured: { executables: programs.length },
      command: `docker run --rm --entrypoint ${found[0]?.file ?? 'sh'} ${image.reference} -c true`,
    };
  },
});

const shells =
  /^(?:r?bash|sh|dash|ash|[akmoyz]?ksh\d*|zsh|fish|t?csh|yash|posh|pwsh|elvish|nu|busybox|toybox)(?:[.-](?:static|\d[\d.]*))?$/;
