import { Command } from 'commander';
import { toolVersion } from '../version.ts';

/** Each by its name, loaded when it is asked for. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  report: async () => (await import('./report.ts')).reportCommand(),
  inventory: async () => (await import('./inventory.ts')).inventoryCommand(),
  live: async () => (await import('./live.ts')).liveCommand(),
  decode: async () => (await import('./decode.ts')).decodeCommand(),
  interfaces: async () => (await import('./interfaces.ts')).interfacesCommand(),
  open: async () => (await import('./open.ts')).openCommand(),
  completion: async () => (await import('./completion.ts')).completionCommand(),
};

const EXAMPLES = `
Examples:
  vrrpscope report incident.pcapng          who was master when, and why it changed
  vrrpscope decode -v incident.pcapng       every VRRP, ARP and ND message with all fields
  vrrpscope help report                     all about one command
`;

/** `vrrpscope`, without its commands. */
export function emptyProgram(): Command {
  return new Command('vrrpscope')
    .description('Reads packet captures of VRRP and tells the history of masterships.')
    .version(toolVersion().version)
    .addHelpText('after', EXAMPLES);
}

/** `vrrpscope` with all of its commands, as the manual and completions tell them. */
export async function wholeProgram(): Promise<Command> {
  const program = emptyProgram();
  for (const load of Object.values(COMMANDS)) program.addCommand(await load());
  return program;
}
