import { DockerfileParser } from 'dockerfile-ast';

/** Which instruction broke a build, by either builder's output, with its 1-based line if told. */
export function failedInstruction(output: string, dockerfile: string) {
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  // `dockerfile parse error line 12` of both, `Dockerfile:12` of BuildKit.
  const [, named] =
    /parse error (?:on )?line (\d+)/i.exec(output) ??
    /^Dockerfile[^:\n]*:(\d+)\s*$/m.exec(output) ??
    [];
  // The classic builder counts every instruction of the file, from 1.
  const [, step, text = ''] = [...output.matchAll(/^Step (\d+)\/\d+ : (.*)$/gm)].at(-1) ?? [];
  const found = named
    ? instructions.find((instruction) => instruction.getRange().end.line + 1 >= Number(named))
    : instructions[Number(step) - 1];
  const line = named ? Number(named) : found && found.getRange().start.line + 1;
  return { instruction: found?.getTextContent() ?? text, line };
}
