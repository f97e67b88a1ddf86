import { machineFaultOf } from '../../model/docker.ts';
import { SpecError } from '../../model/spec.ts';

/** What stands in the way, in a user's words, with the next step; undefined for a defect of ours. */
export function formatUserError(error: unknown) {
  if (error instanceof SpecError) {
    const mistakes = [error, ...error.others].map(({ code, message, line, hint }) => {
      const where = line === undefined ? '' : ` (line ${line})`;
      return `${code}: ${message}${where}\n  ${hint}`;
    });
    return { text: mistakes.join('\n'), exitCode: 2 };
  }
  const fault = machineFaultOf(error);
  return fault && { text: `${fault.code}: ${fault.message}\n  ${fault.hint}`, exitCode: 3 };
}
