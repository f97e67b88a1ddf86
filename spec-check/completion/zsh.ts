import type { OptionWords, ProgramWords, Values } from './words.ts';

/** Completion for zsh's own system; works sourced, and as a file of fpath. */
export function zsh({ name, commands }: ProgramWords): string {
  const run = `_${name}`;
  return `#compdef ${name}
# Completion of ${name} for zsh: ${name} completion zsh > "\${fpath[1]}/${run}"
${run}() {
  local command=${commands[0]?.name}
  local -a commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.about}`)}`).join('\n')}
  )
  if (( CURRENT > 2 )) && [[ -n \${commands[(r)$words[2]:*]} ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  elif (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
    _describe -t commands command commands
  fi
  case $command in
${commands
  .map(
    (command) => `    ${command.name})
      _arguments -S \\
${[...command.options.flatMap(option), quoted(`*:${argumentName(command.argument)}:${action(command.argument)}`)].map((line) => `        ${line}`).join(' \\\n')}
      ;;`,
  )
  .join('\n')}
  esac
}

if [[ $funcstack[1] == ${run} ]]; then
  ${run} "$@"
else
  compdef ${run} ${name}
fi
`;
}

/** As _arguments describes an option; `*` may be repeated, \`:*-*:\` takes words up to the next option. */
function option({ flags, about, values, several }: OptionWords): string[] {
  const told = about.replace(/[[\]:\\]/g, '\\$&');
  return flags.map((flag) => {
    if (values === undefined) return quoted(`${flag}[${told}]`);
    const what = `${several ? '*-*' : ''}:${argumentName(values)}:${action(values)}`;
    return quoted(
      `${several ? '*' : ''}${flag}${several ? '' : '='}[${told}]:${what.replace(/^:/, '')}`,
    );
  });
}

function argumentName(values: Values): string {
  return values.kind === 'nothing' ? 'value' : values.kind;
}

function action(values: Values): string {
  switch (values.kind) {
    case 'choices':
      return values.commas
        ? `_values -s , choice ${values.words.join(' ')}`
        : `(${values.words.join(' ')})`;
    case 'specs':
      return '_files -g "*.md"';
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'nothing':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
