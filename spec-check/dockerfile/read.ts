import path from 'node:path';
import {
  Arg,
  DockerfileParser,
  From,
  type Instruction,
  ModifiableInstruction,
  PropertyInstruction,
} from 'dockerfile-ast';
import * as z from 'zod';
import { fromJson } from '../model/from-json.ts';

export type Step = Readonly<ReturnType<typeof stepOf>>;

export interface Stage {
  /** What stands behind FROM and its flags, as written. */
  readonly from: string;
  readonly name: string | undefined;
  readonly line: number;
  /** The image it starts from, build arguments filled in by their defaults; undefined where one has none. */
  readonly image: string | undefined;
  readonly parent: Stage | undefined;
  readonly steps: readonly Step[];
}

/** The stages of a Dockerfile in order, with these build arguments; none when it has no FROM. */
export function readStages(dockerfile: string, buildArgs: Readonly<Record<string, string>> = {}) {
  const globals: Record<string, string> = { ...buildArgs };
  const stages: (Stage & { readonly steps: Step[] })[] = [];
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction instanceof From) {
      const image = expand(instruction.getImage() ?? '', globals);
      stages.push({
        from: instruction.getArguments().join(' '),
        name: instruction.getBuildStage()?.toLowerCase(),
        line: lineOf(instruction),
        image: image === '' || /[:@/]$/.test(image) ? undefined : image,
        parent: stages.findLast(({ name }) => name !== undefined && name === image.toLowerCase()),
        steps: [],
      });
      continue;
    }
    const stage = stages.at(-1);
    stage?.steps.push(stepOf(instruction, folderOf(chainOf(stage)), globals));
    const property = !stage && instruction instanceof Arg ? instruction.getProperty() : null;
    const value = property?.getValue();
    if (property && value) globals[property.getName()] ??= expand(value, globals);
  }
  return stages;
}

/** The steps whose layers a stage has: those of the stages it starts from, then its own. */
export const chainOf = (stage: Stage | undefined): readonly Step[] =>
  stage === undefined ? [] : [...chainOf(stage.parent), ...stage.steps];

export const baseOf = (stage: Stage): string | undefined =>
  stage.parent === undefined ? stage.image : baseOf(stage.parent);

export function stageNamed(stages: readonly Stage[], name: string): Stage | undefined {
  const byName = stages.findLast((stage) => stage.name === name.toLowerCase());
  return byName ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

/** The stage or image that `COPY --from` names; undefined when the copy is from the build context. */
export const copiedFrom = (step: Step): string | undefined =>
  step.flags.find((flag) => flag.startsWith('--from='))?.slice('--from='.length);

/** Copies from the build context: not from a stage, a URL or a here-document. */
export const fromContext = (step: Step): boolean =>
  (step.keyword === 'COPY' || step.keyword === 'ADD') &&
  copiedFrom(step) === undefined &&
  !/^<<|https?:\/\//.test(step.text);

export function copied({ exec, text }: Step) {
  const words = exec ?? text.split(/\s+/).filter(Boolean);
  return { sources: words.slice(0, -1), target: words.at(-1) ?? '' };
}

/** The commands of a RUN, each without what joins them: `a && b | c` → a, b, c. */
export function commandsOf({ text, exec }: Step): readonly string[] {
  if (exec !== undefined) return [exec.join(' ')];
  return text
    .split(/&&|\|\||[;|\n]/)
    .map((command) => command.trim().replace(/^(?:(?:if|then|elif|else|do|!|[({])\s+)+/, ''))
    .filter(Boolean);
}

function folderOf(steps: readonly Step[]): string {
  const folders = steps.filter(({ keyword }) => keyword === 'WORKDIR').map(({ text }) => text);
  return path.posix.resolve('/', ...folders);
}

function stepOf(instruction: Instruction, folder: string, args: Readonly<Record<string, string>>) {
  const text = (instruction.getArgumentsContent() ?? '').replace(/[ \t]+/g, ' ').trim();
  return {
    keyword: instruction.getKeyword().toUpperCase(),
    line: lineOf(instruction),
    /** `--from=build`, `--mount=type=cache,…`, as written. */
    flags:
      instruction instanceof ModifiableInstruction
        ? instruction.getFlags().map((flag) => flag.toString())
        : [],
    /** What stands behind keyword and flags, on one line but for here-documents; comments left out. */
    text,
    /** The exec form's words; undefined for the shell form: a build has a shell run what is no JSON. */
    exec: fromJson(z.array(z.string()), text),
    /** Names and values of ENV and ARG; null for an ARG without a default. */
    settings:
      instruction instanceof PropertyInstruction
        ? instruction.getProperties().map((one): readonly [string, string | null] => {
            const name = one.getName();
            // A stage gets an ARG from before the first FROM by naming it again.
            return [name, one.getValue() ?? args[name] ?? null];
          })
        : [],
    folder,
  };
}

const lineOf = (instruction: Instruction): number => instruction.getRange().start.line + 1;

/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME:+word}` as builders expand them. */
export const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (_whole, plain?: string, braced?: string, sign?: string, word = '') => {
      const value = known[plain ?? braced ?? ''] ?? '';
      if (sign === '-') return value || expand(word, known);
      if (sign === '+') return value === '' ? '' : expand(word, known);
      return value;
    },
  );
