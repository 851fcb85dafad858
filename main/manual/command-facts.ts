import type { Argument, Command, Option } from 'commander';
import { wholeProgram } from '../commands/commands.ts';

/** What the definition of a command says, for its manual and for shells. */
export interface CommandFacts {
  name: string;
  summary: string;
  description: string;
  usage: string;
  options: OptionFacts[];
  arguments: ArgumentFacts[];
  /** What stands below the options in `--help`. */
  notes: string;
}

export interface OptionFacts {
  flags: string;
  short: string | undefined;
  long: string;
  description: string;
  summary: string;
  value: Value | null;
}

export interface ArgumentFacts {
  name: string;
  description: string;
  isList: boolean;
  value: Value;
}

export type Value =
  | { kind: 'choices'; name: string; choices: readonly string[] }
  | { kind: 'file' | 'named-file' | 'interface' | 'free'; name: string };

export interface ProgramFacts extends CommandFacts {
  version: string;
  commands: CommandFacts[];
}

/** By the word that help shows for them; one that is missing here fails the build instead of being completed wrongly. */
const KINDS: Readonly<Record<string, Exclude<Value['kind'], 'choices'>>> = {
  FILE: 'file',
  OUT: 'file',
  'OUT.pcapng': 'file',
  HOSTS: 'file',
  'NAME=FILE': 'named-file',
  IFACE: 'interface',
  A: 'free',
  COMMAND: 'free',
  'HOST:PORT': 'free',
  N: 'free',
  'N-M': 'free',
  'SIZE|TIME': 'free',
  TIME: 'free',
};

export async function programFacts(): Promise<ProgramFacts> {
  const program = await wholeProgram();
  const commands = program.commands.map(commandFacts);
  return { ...commandFacts(program), version: program.version() ?? '', commands: [...commands, helpFacts(commands)] };
}

function commandFacts(command: Command): CommandFacts {
  const help = command.createHelp();
  return {
    name: command.name(),
    summary: command.summary(),
    description: command.description(),
    usage: help.commandUsage(command),
    options: help.visibleOptions(command).map((option) => optionFacts(option, help.optionDescription(option))),
    arguments: command.registeredArguments.map((one) => argumentFacts(one, help.argumentDescription(one))),
    notes: notesOf(command),
  };
}

/** `help`, which commander adds, names a command. */
function helpFacts(commands: readonly CommandFacts[]): CommandFacts {
  const choices = commands.map(({ name }) => name);
  return {
    name: 'help',
    summary: 'tell all about one command',
    description: 'Tells all about one command.',
    usage: 'vrrpscope help [COMMAND]',
    options: [],
    arguments: [
      {
        name: 'COMMAND',
        description: 'a command',
        isList: false,
        value: { kind: 'choices', name: 'COMMAND', choices },
      },
    ],
    notes: '',
  };
}

function optionFacts(option: Option, description: string): OptionFacts {
  const { flags, short, long, argChoices } = option;
  if (long === undefined) throw new Error(`an option without a long name: ${flags}`);
  const [, name] = /[<[](.+?)(?:\.\.\.)?[>\]]/.exec(flags) ?? [];
  const value = name === undefined ? null : valueNamed(name, argChoices);
  return { flags, short, long, description, summary: option.description, value };
}

function argumentFacts(argument: Argument, description: string): ArgumentFacts {
  const name = argument.name();
  const value = valueNamed(name, argument.argChoices);
  return { name, description, isList: argument.variadic, value };
}

function valueNamed(name: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'choices', name, choices };
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`what shells complete for ${name} is not said`);
  return { kind, name };
}

/** What commander prints after the help that it makes itself. */
function notesOf(command: Command): string {
  let whole = '';
  command.configureOutput({
    writeOut: (text) => {
      whole += text;
    },
  });
  command.outputHelp();
  return whole.slice(command.helpInformation().length).trim();
}
