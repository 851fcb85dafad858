import type { ArgumentFacts, CommandFacts, OptionFacts, ProgramFacts } from './command-facts.ts';
import { ENVIRONMENT, EVERY_EXIT_STATUS, EXIT_STATUS, FILES, type Named, SEE_ALSO } from './man-page-words.ts';
import { bold, example, opening, paragraphs, section, subsection, tagged, text } from './roff.ts';

/** `vrrpscope(1)` as man(7) writes it: what `--help` says of each command, and what is the same for all of them. */
export function manPage(program: ProgramFacts): string {
  const parts = program.commands.map((command) => ({ command, notes: splitNotes(command.notes) }));
  return [
    `.TH VRRPSCOPE 1 "" "vrrpscope ${program.version}" "User Commands"\n`,
    section('NAME'),
    'vrrpscope \\- reads packet captures of VRRP and tells who was master when, and why\n',
    section('SYNOPSIS'),
    example(program.commands.map(({ usage }) => usage).join('\n')),
    section('DESCRIPTION'),
    opening(program.description),
    tagged(program.commands.map(({ name, summary }) => ({ term: name, body: summary }))),
    section('OPTIONS'),
    optionList(program.options),
    section('COMMANDS'),
    parts.map(({ command, notes }) => commandPart(command, notes.prose)).join(''),
    section('EXIT STATUS'),
    opening(EXIT_STATUS),
    namedList(EVERY_EXIT_STATUS),
    parts.map(({ command, notes }) => namedBlock(command.name, notes.exitStatus)).join(''),
    section('ENVIRONMENT'),
    namedList(ENVIRONMENT),
    section('FILES'),
    namedList(FILES),
    section('EXAMPLES'),
    parts.map(({ command, notes }) => namedBlock(command.name, notes.examples)).join(''),
    section('SEE ALSO'),
    `${SEE_ALSO.map(([name, number]) => `.BR ${text(name)} (${number})`).join(' ,\n')}\n`,
  ].join('');
}

function commandPart(command: CommandFacts, prose: string): string {
  const { name, usage, description, options } = command;
  return `${subsection(name)}${bold(usage)}\n${paragraphs(description)}${argumentList(command.arguments)}${optionList(options)}${paragraphs(prose)}`;
}

function argumentList(list: readonly ArgumentFacts[]): string {
  return tagged(list.map(({ name, description }) => ({ term: name, body: description })));
}

function optionList(options: readonly OptionFacts[]): string {
  return tagged(options.map(({ flags, description }) => ({ term: flags, body: description })));
}

function namedList(list: readonly Named[]): string {
  return tagged(list.map(({ name, what }) => ({ term: name, body: what })));
}

function namedBlock(name: string, block: string): string {
  return block === '' ? '' : `${subsection(name)}${example(block)}`;
}

interface Notes {
  prose: string;
  examples: string;
  exitStatus: string;
}

/** Prose, then `Examples:` and `Exit status:` with indented lines; prose may go on after the examples. */
function splitNotes(notes: string): Notes {
  const split: Notes = { prose: '', examples: '', exitStatus: '' };
  let part: keyof Notes = 'prose';
  for (const line of notes.split('\n')) {
    if (line === 'Examples:') part = 'examples';
    else if (line === 'Exit status:') part = 'exitStatus';
    else {
      if (/^\S/.test(line)) part = 'prose';
      split[part] += `${line}\n`;
    }
  }
  return split;
}
