import * as z from 'zod';
import { defineCheck, inspectCommand } from '../../model/check.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const execForm = defineCheck({
  title: 'The program is started without a shell',
  proof: "CMD and ENTRYPOINT in the image's configuration: there is one, and no shell before it.",
  instruction: 'CMD',
  language: {
    with: 'cmd-instruction entrypoint use dockerfile image container docker present instruction-name list it every instruction process signal app ours start-time write',
    senses: [
      { says: 'exec-form cmd-instruction|use', rather: 'shell shell-form' },
      {
        says: 'exec-form cmd-instruction {list}',
        with: 'argument',
        also: ({ one }) => {
          const words = one('list')?.join(' ') ?? '';
          return /^(?:executable|program|command)\b/.test(words)
            ? []
            : [{ check: 'cmd', params: { contains: words } }];
        },
      },
      { says: 'shell-form cmd-instruction', not: 1, with: 'shell' },
    ],
    examples: ['CMD uses exec form', 'ENTRYPOINT uses the exec form', 'Use exec form for CMD'],
  },
  faults: [
    ['CMD in shell form', 'bad-dockerfile', '', /CMD is in shell form/],
    ['ENTRYPOINT in shell form', 'sham-dockerfile', '', /ENTRYPOINT is in shell form/],
  ],
  goodShapes: [['good-dockerfile']],
  params: z.strictObject({
    instruction: z.enum(['CMD', 'ENTRYPOINT']).optional().describe('All that are set if left out'),
  }),
  describe: ({ instruction = 'CMD and ENTRYPOINT' }) => `${instruction} in exec form`,
  needs: ['image'],
  run: ({ instruction }, { image: { config, reference } }) => {
    const both = [['ENTRYPOINT', config.Entrypoint] as const, ['CMD', config.Cmd] as const];
    const set = both.filter(([name, words]) => words.length > 0 && name === (instruction ?? name));
    const actual =
      set.map(([name, words]) => `${name} ${JSON.stringify(words)}`).join(', ') || 'none';
    const [shell] = set.find(([, words]) => isShellForm(words)) ?? [];
    const [called] = set.find(([, words]) => isShellCall(words)) ?? [];
    if (shell === undefined && called !== undefined)
      throw new Ambiguous(
        `${actual}: ${called} is an array, and starts a shell`,
        'Start the program itself, or promise what is meant, for example that it stops on SIGTERM.',
      );
    const name = shell ?? instruction ?? 'CMD';
    return {
      holds: set.length > 0 && shell === undefined,
      evidence: actual,
      wrong: shell === undefined ? `The image has no ${name}` : `${name} is in shell form`,
      fix: `Write it as a JSON array, or PID 1 is a shell: ${name} ["program", "argument"]`,
      command: inspectCommand(reference, 'Entrypoint', 'Cmd'),
    };
  },
});

/** What builders make of the shell form, with the shell of SHELL. */
const isShellForm = ([program = '', ...words]: readonly string[]): boolean =>
  /^\/bin\/(?:ba|da|a)?sh$/.test(program) && words.length >= 2 && isRun(words.at(-2));

const isShellCall = ([program = '', ...words]: readonly string[]): boolean =>
  /(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(program) && words.some(isRun);

const isRun = (word: string | undefined): boolean => /^-\w*c$/.test(word ?? '');
