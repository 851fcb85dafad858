import type { ArgumentFacts, CommandFacts, OptionFacts, ProgramFacts, Value } from './command-facts.ts';

/** To be sourced, or put into a folder of `$fpath`. */
export function zshCompletion({ options, commands }: ProgramFacts): string {
  return `#compdef vrrpscope
# Completions of vrrpscope for zsh, made from its commands.

_vrrpscope() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}\n`).join('')}  )
  _arguments -C \\
${specs(options)}    '1: :->command' \\
    '*:: :->argument'
  case $state in
    command)
      _describe -t commands command commands
      ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('')}      esac
      ;;
  esac
}

_vrrpscope_named_file() {
  compset -P '*=' && _files
}

_vrrpscope_interface() {
  _alternative 'interfaces:interface:_net_interfaces' 'all:all interfaces:(any)' 'fifos:FIFO:_files'
}

if [[ $funcstack[1] == _vrrpscope ]]; then
  _vrrpscope "$@"
else
  compdef _vrrpscope vrrpscope
fi
`;
}

function commandCase({ name, options, arguments: [argument] }: CommandFacts): string {
  const place = argument === undefined ? '' : `    ${quoted(argumentSpec(argument))} \\\n`;
  return `        ${name})
          _arguments -S \\
${specs(options)}${place}            && return
          ;;
`;
}

function argumentSpec({ name, isList, value }: ArgumentFacts): string {
  return `${isList ? '*' : '1'}:${name}:${action(value)}`;
}

function specs(options: readonly OptionFacts[]): string {
  return options.map((option) => `    ${optionSpec(option)} \\\n`).join('');
}

/** What takes a value may be given again. */
function optionSpec({ short, long, summary, value }: OptionFacts): string {
  const text = `[${escaped(summary)}]`;
  if (value !== null) return quoted(`*${long}=${text}:${value.name.replaceAll(':', '\\:')}:${action(value)}`);
  return short === undefined
    ? quoted(`${long}${text}`)
    : `${quoted(`(${short} ${long})`)}{${short},${long}}${quoted(text)}`;
}

function action(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `(${value.choices.join(' ')})`;
    case 'interface':
      return '_vrrpscope_interface';
    case 'named-file':
      return '_vrrpscope_named_file';
    case 'file':
      return '_files';
    case 'free':
      return ' ';
  }
}

function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
