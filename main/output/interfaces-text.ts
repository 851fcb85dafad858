import pc from 'picocolors';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { CaptureTool, ListeningPlaces, NetworkInterface } from '../live/live-contract.ts';
import { toAscii } from './escape.ts';
import type { Terminal } from './terminal.ts';
import { cellsOf, flow, padCells, wrap } from './text-layout.ts';
import { type OutputWords, outputWords } from './words.ts';

const NARROWEST = 60;
/** Prose in longer lines tires the eye. */
const WIDEST = 120;

export interface InterfacesTerminal extends Terminal {
  /** Whether there is a pseudo-interface `any`: on Linux. */
  hasAny: boolean;
  /** English if not given. */
  language?: Language;
}

interface Style {
  words: OutputWords['terminal'];
  width: number;
  bold: (text: string) => string;
  dim: (text: string) => string;
  good: (text: string) => string;
  bad: (text: string) => string;
  command: (text: string) => string;
}

type ShownTool = Omit<CaptureTool, 'reason'> & { reason: string | null };

/** Where live capture can listen, what it would use, and what would make the rest work. */
export function interfacesText(
  places: ListeningPlaces,
  { width, color, unicode, hasAny, language = 'en' }: InterfacesTerminal,
): string {
  const words = outputWords(language).terminal;
  const printable = unicode ? escapeControls : (text: string) => toAscii(escapeControls(text));
  const interfaces = places.interfaces.map((one) => ({ ...one, name: printable(one.name) }));
  const tools = places.tools.map(({ reason, ...tool }) => ({
    ...tool,
    reason: reason && printable(words.trouble(reason)),
  }));
  const colors = pc.createColors(color);
  const style: Style = {
    words,
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
    bold: colors.bold,
    dim: colors.dim,
    good: colors.green,
    bad: colors.yellow,
    command: colors.cyan,
  };
  const blocks = [
    [style.bold(words.interfaces.interfaces), ...interfaceLines(interfaces, hasAny, style)],
    [style.bold(words.interfaces.programs), ...tools.flatMap((tool) => toolLines(tool, tools, style))],
    nextLines(interfaces, tools, style),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Those that somebody would listen to come first. */
function interfaceLines(interfaces: readonly NetworkInterface[], hasAny: boolean, style: Style): string[] {
  const rank = ({ up, loopback }: NetworkInterface) => (loopback ? 2 : up ? 0 : 1);
  const rows = [...interfaces]
    .sort((one, other) => rank(one) - rank(other))
    .map((one) => ({ name: one.name, state: stateOf(one, style), facts: one.addresses, usable: one.up }));
  if (hasAny) rows.push({ name: 'any', state: '', facts: [style.words.interfaces.any], usable: true });
  const names = Math.max(7, ...rows.map(({ name }) => cellsOf(name)));
  return rows.flatMap(({ name, state, facts, usable }) => {
    const head = `  ${padCells(name, names)}  ${padCells(state, 8)}  `;
    const lines = beside(head, flow(facts, style.width - cellsOf(head), '  '));
    return usable ? lines : lines.map(style.dim);
  });
}

function stateOf({ up, loopback }: NetworkInterface, { words: { interfaces } }: Style): string {
  if (!up) return interfaces.down;
  return loopback ? interfaces.loopback : interfaces.up;
}

function toolLines(tool: ShownTool, tools: readonly ShownTool[], style: Style): string[] {
  const { via, state, reason, command } = tool;
  const { states, used: usedWords } = style.words.interfaces;
  const head = `  ${padCells(via, 7)}  ${padCells(states[state], 13)}  `;
  const paint = state === 'ready' ? style.good : style.bad;
  const used = tool === usedTool(tools) ? usedWords : '';
  const lines = beside(head, wrap(reason ?? used, style.width - cellsOf(head)));
  const painted = lines.map((line, index) => (index === 0 ? line.replace(states[state], paint(states[state])) : line));
  // Whole, so that it can be copied
  return command === null ? painted : [...painted, `${' '.repeat(cellsOf(head))}${style.command(command)}`];
}

function usedTool(tools: readonly ShownTool[]): ShownTool | undefined {
  return tools.find(({ state }) => state === 'ready');
}

function beside(head: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [head.trimEnd()];
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(cellsOf(head))) + line);
}

function nextLines(interfaces: readonly NetworkInterface[], tools: readonly ShownTool[], style: Style): string[] {
  const told = style.words.interfaces;
  if (usedTool(tools) !== undefined) {
    const name = interfaces.find(({ up, loopback }) => up && !loopback)?.name ?? 'any';
    return [told.next(style.command(`vrrpscope live ${name}`))];
  }
  const command = easiestCommand(tools);
  if (!command) return wrap(told.nothing('vrrpscope live -'), style.width);
  return [told.oneCommand, `  ${style.command(command)}`];
}

/** What is here already needs least; tcpdump is the smallest to install. */
function easiestCommand(tools: readonly ShownTool[]): string | null {
  const helped = tools.filter(({ command }) => command !== null);
  const here = helped.find(({ state }) => state === 'not-permitted');
  return (here ?? helped.find(({ via }) => via === 'tcpdump') ?? helped[0])?.command ?? null;
}
