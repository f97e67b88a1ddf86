import { checks } from '../checks/index.ts';
import { bash } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import { type ProgramWords, type Values, wordsOf } from '../completion/words.ts';
import { zsh } from '../completion/zsh.ts';
import { formats } from '../report/formats.ts';
import { specCheck } from './run/program.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

/** `spec-check completion`: a script that a shell reads, on stdout. */
export function completion(shell: Shell): void {
  process.stdout.write(scripts[shell](wordsOf(specCheck(), values)));
}

const scripts: Readonly<Record<Shell, (words: ProgramWords) => string>> = { bash, zsh, fish };

/** What stands for a value, by the name that the help gives it. */
const values: Readonly<Record<string, Values>> = {
  SPEC: { kind: 'specs' },
  file: { kind: 'files' },
  folder: { kind: 'folders' },
  ids: { kind: 'choices', words: checks.map(({ id }) => id), commas: false },
  formats: { kind: 'choices', words: formats, commas: true },
};
