import type { CommandWords, ProgramWords, Values } from './words.ts';

/** Completion for bash 3.2 and later, without the package bash-completion. */
export function bash({ name, commands }: ProgramWords): string {
  const names = commands.map((command) => command.name).join(' ');
  const run = `_${name.replaceAll('-', '_')}`;
  return `# Completion of ${name} for bash: source <(${name} completion bash)
${run}() {
  local current=\${COMP_WORDS[COMP_CWORD]} command=${commands[0]?.name} option= distance=0 at word
  COMPREPLY=()
  if ((COMP_CWORD > 1)); then
    case " ${names} " in *" \${COMP_WORDS[1]} "*) command=\${COMP_WORDS[1]} ;; esac
  fi
  # bash takes --format=json for three words.
  [[ $current == = ]] && current=
  for ((at = COMP_CWORD - 1; at > 0; at--)); do
    word=\${COMP_WORDS[at]}
    [[ $word == = ]] && continue
    ((distance++))
    [[ $word == -* ]] && option=$word && break
  done
  case "$command $option $distance" in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case $command in
${commands.map((command) => `      ${command.name}) ${run}_words ${command.options.flatMap(({ flags }) => flags).join(' ')} ;;`).join('\n')}
    esac
    return
  fi
  ((COMP_CWORD == 1)) && ${run}_words ${names}
  case $command in
${commands.map((command) => `    ${command.name}) ${offer(command.argument)} ;;`).join('\n')}
  esac
}

${run}_words() {
  COMPREPLY+=($(compgen -W "$*" -- "$current"))
}

# Several in one word, with commas between.
${run}_list() {
  local last=\${current##*,}
  compopt -o nospace 2>/dev/null
  COMPREPLY+=($(compgen -P "\${current%"$last"}" -W "$*" -- "$last"))
}

${run}_files() {
  compopt -o filenames 2>/dev/null
  local file
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen "$@" -- "$current")
}

complete -F ${run} ${name}
`;

  function valueCases({ name: command, options }: CommandWords): string[] {
    return options.flatMap(({ flags, values, several }) => {
      if (values === undefined) return [];
      const patterns = flags.map((flag) => `"${command} ${flag} "${several ? '*' : '1'}`);
      // Words after the first may also be the argument of the command.
      const offered = offer(values);
      return [`    ${patterns.join('|')}) if [[ $current != -* ]]; then ${offered}; return; fi ;;`];
    });
  }

  function offer(values: Values): string {
    switch (values.kind) {
      case 'choices':
        return `${run}_${values.commas ? 'list' : 'words'} ${values.words.join(' ')}`;
      case 'specs':
        return `${run}_files -f -X '!*.md'; ${run}_files -d`;
      case 'files':
        return `${run}_files -f`;
      case 'folders':
        return `${run}_files -d`;
      case 'nothing':
        return ':';
    }
  }
}
