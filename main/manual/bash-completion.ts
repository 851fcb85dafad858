import type { CommandFacts, OptionFacts, ProgramFacts, Value } from './command-facts.ts';

/** Works without the package bash-completion. Where nothing is offered, bash completes file names itself. */
export function bashCompletion({ options, commands }: ProgramFacts): string {
  return `# Completions of vrrpscope for bash, made from its commands.

_vrrpscope() {
  local at=$COMP_CWORD current=\${COMP_WORDS[COMP_CWORD]} option named= word command=
  COMPREPLY=()
  # Bash takes "=" for a word of its own.
  if [[ $current == = ]]; then
    current=
    at=$((at + 1))
  fi
  option=\${COMP_WORDS[at - 1]}
  if [[ $option == = ]]; then
    option=\${COMP_WORDS[at - 2]}
    if [[ $option != -* ]] && ((at > 3)); then
      named=yes
      option=\${COMP_WORDS[at - 3]}
      [[ $option == = ]] && option=\${COMP_WORDS[at - 4]}
    fi
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
  case $command in
    '')
      _vrrpscope_words '${commands.map(({ name }) => name).join(' ')} ${allNames(options)}'
      ;;
${commands.map(commandCase).join('')}  esac
}

_vrrpscope_words() {
  _vrrpscope_no_files
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

# Bash before version 4 cannot be told so.
_vrrpscope_no_files() {
  compopt +o default 2>/dev/null
}

complete -o default -F _vrrpscope vrrpscope
`;
}

function commandCase({ name, options, arguments: [argument] }: CommandFacts): string {
  return `    ${name})
      case $option in
${options.map(valueCase).join('')}      esac
      if [[ $current == -* ]]; then
        _vrrpscope_words '${allNames(options)}'
        return
      fi
      ${argument === undefined ? '_vrrpscope_no_files' : offer(argument.value)}
      ;;
`;
}

function valueCase(option: OptionFacts): string {
  if (option.value === null) return '';
  return `        ${names(option).join(' | ')})
          ${offer(option.value)}
          return
          ;;
`;
}

function offer(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `_vrrpscope_words '${value.choices.join(' ')}'`;
    case 'interface':
      return `COMPREPLY=($(compgen -W "any $(ls /sys/class/net 2>/dev/null || ifconfig -l 2>/dev/null)" -- "$current"))`;
    case 'named-file':
      return '[[ $named ]] || _vrrpscope_no_files';
    case 'file':
      return ':';
    case 'free':
      return '_vrrpscope_no_files';
  }
}

function allNames(options: readonly OptionFacts[]): string {
  return options.flatMap(names).join(' ');
}

function names({ short, long }: OptionFacts): string[] {
  return short === undefined ? [long] : [short, long];
}
