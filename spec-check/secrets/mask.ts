import { maskedCommand } from './commands.ts';
import { hitsIn } from './detectors.ts';

/** Kinds of secrets in a text that is no file: log lines, a variable, a command. */
export function secretsInText(text: string): string[] {
  return [...new Set(hitsIn(text, '').map(({ kind }) => kind))];
}

/** The text with every secret that is told by its form or by its name as `***`. */
export function masked(text: string): string {
  // Nothing shorter is told by its form, and most texts of a report are a word.
  if (text.length < 8) return text;
  return maskedCommand(
    hitsIn(text, '').reduce((shown, { value }) => shown.replaceAll(value, '***'), text),
  );
}
