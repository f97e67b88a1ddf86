import { SpecError } from '../../model/spec.ts';

/** What stands in the way, in a user's words, with the next step; undefined for a defect of ours. */
export function formatUserError(
  error: unknown,
): { readonly text: string; readonly exitCode: 2 | 3 } | undefined {
  if (error instanceof SpecError) {
    const mistakes = [error, ...error.others].map(({ code, message, line, hint }) => {
      const where = line === undefined ? '' : ` (line ${line})`;
      return `${code}: ${message}${where}\n  ${hint}`;
    });
    return { text: mistakes.join('\n'), exitCode: 2 };
  }
  if (error instanceof Error && 'code' in error && 'hint' in error) {
    const outside = !('outside' in error) || error.outside !== false;
    return {
      text: `${error.code}: ${error.message}\n  ${error.hint}`,
      exitCode: outside ? 3 : 2,
    };
  }
  return undefined;
}
