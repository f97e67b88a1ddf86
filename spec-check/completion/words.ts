import type { Argument, Command, Option } from 'commander';

/** What a shell offers for a value. */
export type Values =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'specs' }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  /** `commas`: several in one word. */
  | { readonly kind: 'choices'; readonly words: readonly string[]; readonly commas: boolean };

export interface OptionWords {
  /** `--format`, without its value; `-h` too. */
  readonly flags: readonly string[];
  readonly about: string;
  /** Undefined for a flag that takes none. */
  readonly values: Values | undefined;
  /** Takes words up to the next option. */
  readonly several: boolean;
}

export interface CommandWords {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OptionWords[];
  /** What stands where no option does. */
  readonly argument: Values;
}

/** Everything that can be typed, from the program's own description of itself; the default command first. */
export interface ProgramWords {
  readonly name: string;
  readonly commands: readonly CommandWords[];
}

/** `byName` tells what stands for a value by its name in the description: `<ids...>`, `[SPEC]`. */
export function wordsOf(program: Command, byName: Readonly<Record<string, Values>>): ProgramWords {
  const help = program.createHelp();
  const visible = help.visibleCommands(program);
  const known: typeof byName = {
    command: { kind: 'choices', words: visible.map((command) => command.name()), commas: false },
    ...byName,
  };
  const values = (name: string, choices: readonly string[] | undefined): Values =>
    choices === undefined
      ? (known[name] ?? { kind: 'nothing' })
      : { kind: 'choices', words: choices, commas: false };
  const commands = visible.map((command): CommandWords => {
    const [argument] = command.registeredArguments as readonly Argument[];
    return {
      name: command.name(),
      about: command.summary() || command.description(),
      options: help
        .visibleOptions(command)
        .map((option) => optionWords(option, values(valueName(option), option.argChoices))),
      argument:
        argument === undefined ? { kind: 'nothing' } : values(argument.name(), argument.argChoices),
    };
  });
  return { name: program.name(), commands };
}

function optionWords(option: Option, values: Values): OptionWords {
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    about: option.description,
    values: option.required || option.optional ? values : undefined,
    several: option.variadic,
  };
}

/** `--only <ids...>` → ids */
function valueName({ flags }: Option): string {
  return /[<[]([^\]>.]+)/.exec(flags)?.[1] ?? '';
}
