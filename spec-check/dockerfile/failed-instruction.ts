import { DockerfileParser } from 'dockerfile-ast';

/** The instruction that broke a build, and its 1-based line where the output tells. */
export interface FailedInstruction {
  readonly instruction: string;
  readonly line: number | undefined;
}

/** Reads which instruction failed from a builder's output: the classic one's or BuildKit's plain progress. */
export function failedInstruction(output: string, dockerfile: string): FailedInstruction {
  const line = namedLine(output) ?? lineOfStep(output, dockerfile);
  const text = line === undefined ? undefined : instructionAt(dockerfile, line);
  return { instruction: text ?? lastStep(output)?.text ?? 'unknown', line };
}

/** `Dockerfile:12` of BuildKit; `dockerfile parse error line 12` of both. */
function namedLine(output: string): number | undefined {
  const found =
    /parse error (?:on )?line (\d+)/i.exec(output) ?? /^Dockerfile[^:\n]*:(\d+)\s*$/m.exec(output);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

/** `Step 5/12 : RUN …`: the classic builder counts every instruction of the file, from 1. */
function lastStep(output: string): { readonly number: number; readonly text: string } | undefined {
  const step = [...output.matchAll(/^Step (\d+)\/\d+ : (.*)$/gm)].at(-1);
  return step === undefined ? undefined : { number: Number(step[1]), text: step[2] ?? '' };
}

function lineOfStep(output: string, dockerfile: string): number | undefined {
  const step = lastStep(output);
  if (step === undefined) return undefined;
  const instruction = DockerfileParser.parse(dockerfile).getInstructions()[step.number - 1];
  const range = instruction?.getRange();
  return range === undefined ? undefined : range.start.line + 1;
}

function instructionAt(dockerfile: string, line: number): string | undefined {
  return DockerfileParser.parse(dockerfile)
    .getInstructions()
    .find((instruction) => {
      const range = instruction.getRange();
      return range.start.line + 1 <= line && line <= range.end.line + 1;
    })
    ?.getTextContent();
}
