import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { escapeControls } from '../decoder/wording/escape-controls.ts';
import { COMMANDS, emptyProgram } from './commands/commands.ts';
import { errorClause, errorCode } from './error-clause.ts';

const WRONG_USAGE = 2;
const INTERNAL_ERROR = 70;
const SYSTEM_ERROR = 71;
/** As sysexits.h numbers them; the contract leaves these three cases open. */
const OUTPUT_ERROR = 74;

async function main(words: readonly string[]): Promise<void> {
  const program = emptyProgram()
    .showHelpAfterError('(add --help for all options and examples)')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(printableLines(text)) });
  // Only the command that was asked for is loaded, so that it starts quickly.
  const [first = ''] = words;
  const asked = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (asked === undefined && existsSync(first))
    program.error(`error: ${first} is no command; did you mean: vrrpscope report ${first}`);
  for (const load of asked === undefined ? Object.values(COMMANDS) : [asked]) {
    program.addCommand((await load()).copyInheritedSettings(program));
  }
  await program.parseAsync(words, { from: 'user' });
}

/** Messages quote arguments, and those may hold anything. */
function printableLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}

/** A reader that has seen enough, such as `head`, is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`vrrpscope: error: cannot write to standard output: ${error.message}\n`);
  process.exit(OUTPUT_ERROR);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
    return;
  }
  // What was begun may go on for ever
  if (isOutOfDescriptors(error)) {
    process.stderr.write(`vrrpscope: error: ${errorClause(error)}\n`);
    process.exit(SYSTEM_ERROR);
  }
  process.stderr.write(
    `vrrpscope: internal error, please report it: ${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(INTERNAL_ERROR);
});

function isOutOfDescriptors(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(errorCode(error));
}
