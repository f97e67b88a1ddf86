import type { CommandWords, OptionWords, ProgramWords, Values } from './words.ts';

/** Completion for fish 3 and later. */
export function fish({ name, commands }: ProgramWords): string {
  const own = `__${name.replaceAll('-', '_')}`;
  const names = commands.map((command) => command.name);
  return `# Completion of ${name} for fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish
function ${own}_first
    test (count (commandline -opc)) -eq 1
end

function ${own}_command
    set -l words (commandline -opc)
    if set -q words[2]; and contains -- $words[2] ${names.join(' ')}
        test $words[2] = $argv[1]
    else
        test ${names[0]} = $argv[1]
    end
end

# The last option is this one, whose words go on to the next.
function ${own}_after
    ${own}_command $argv[1]; or return 1
    set -l options (string match -- '-*' (commandline -opc))
    set -q options[1]; and test $options[-1] = $argv[2]
end

# Several in one word, with commas between.
function ${own}_list
    set -l token (commandline -ct)
    set -l given (string replace -r '^--?[^=]*=' '' -- "$token" | string replace -r '[^,]*$' '')
    for word in $argv
        printf '%s%s\\n' "$given" $word
    end
end

function ${own}_specs
    __fish_complete_suffix .md | string match -r '^[^\\t]*(?:/|\\.md)(?:\\t.*)?$'
end

complete -c ${name} -f
${commands.map((command) => `complete -c ${name} -n ${own}_first -a ${command.name} -d ${quoted(command.about)}`).join('\n')}
${commands.flatMap(lines).join('\n')}
`;

  function lines(command: CommandWords): string[] {
    const when = quoted(`${own}_command ${command.name}`);
    const argument = offer(command.argument);
    return [
      ...command.options.flatMap((option) => optionLines(command.name, when, option)),
      ...(argument === '' ? [] : [`complete -c ${name} -n ${when} -a ${quoted(argument)}`]),
    ];
  }

  function optionLines(command: string, when: string, option: OptionWords): string[] {
    const { flags, about, values, several } = option;
    const named = flags.map((flag) =>
      flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
    );
    const offered = values === undefined ? '' : offer(values);
    const takes =
      values === undefined ? '' : ` -x${offered === '' ? '' : ` -a ${quoted(offered)}`}`;
    const more = several && offered !== '';
    return [
      `complete -c ${name} -n ${when} ${named.join(' ')}${takes} -d ${quoted(about)}`,
      ...(more
        ? flags.map(
            (flag) =>
              `complete -c ${name} -n ${quoted(`${own}_after ${command} ${flag}`)} -a ${quoted(offered)}`,
          )
        : []),
    ];
  }

  function offer(values: Values): string {
    switch (values.kind) {
      case 'choices':
        return values.commas ? `(${own}_list ${values.words.join(' ')})` : values.words.join(' ');
      case 'specs':
        return `(${own}_specs)`;
      case 'files':
        return '(__fish_complete_path)';
      case 'folders':
        return '(__fish_complete_directories)';
      case 'nothing':
        return '';
    }
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
