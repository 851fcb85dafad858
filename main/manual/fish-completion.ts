import type { CommandFacts, OptionFacts, ProgramFacts, Value } from './command-facts.ts';

const NO_COMMAND = '__fish_use_subcommand';

export function fishCompletion({ options, commands }: ProgramFacts): string {
  const lines = [
    '# Completions of vrrpscope for fish, made from its commands.',
    'complete -c vrrpscope -f',
    ...options.map((option) => optionLine(NO_COMMAND, option)),
    ...commands.map(({ name, summary }) => line(NO_COMMAND, `-a ${name} -d ${quoted(summary)}`)),
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, options, arguments: [argument] }: CommandFacts): string[] {
  const when = `__fish_seen_subcommand_from ${name}`;
  const places = argument === undefined ? [] : [line(when, offer(argument.value))];
  return [...options.map((option) => optionLine(when, option)), ...places];
}

function optionLine(when: string, { short, long, summary, value }: OptionFacts): string {
  const names = [...(short === undefined ? [] : [`-s ${short.slice(1)}`]), `-l ${long.slice(2)}`];
  const values = value === null ? [] : ['-r', offer(value)];
  return line(when, [...names, ...values, '-d', quoted(summary)].join(' '));
}

function offer(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `-f -a ${quoted(value.choices.join(' '))}`;
    case 'interface':
      return "-F -a '(__fish_print_interfaces) any'";
    case 'named-file':
    case 'file':
      return '-F';
    case 'free':
      return '-f';
  }
}

function line(when: string, rest: string): string {
  return `complete -c vrrpscope -n ${quoted(when)} ${rest}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
