import { once } from 'node:events';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import { AddressTexts } from '../../decoder/frame/address-texts.ts';
import { describePacket } from '../../decoder/frame/decode-frame.ts';
import { MergedMessages } from '../../decoder/merged-messages.ts';
import { MessageStream, openInTurn } from '../../decoder/message-stream.ts';
import type { ShownMessage } from '../../decoder/packets/message-row.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { toAscii } from '../output/escape.ts';
import { messageJson } from '../output/message-json.ts';
import { fieldLines, MessageLines } from '../output/message-text.ts';
import { showProgress } from '../output/progress-bar.ts';
import { MessageVeil } from '../output/shown-message.ts';
import { terminalOf } from '../output/terminal.ts';
import { warningLines } from '../output/warnings.ts';
import { outputWords } from '../output/words.ts';
import { FileWriteError } from '../services/file-write-error.ts';
import { PacketFile } from '../services/packet-file.ts';
import { captureFile } from '../services/read-capture-file.ts';
import { readHosts } from '../services/read-hosts.ts';
import { toolVersion } from '../version.ts';
import type { DecodeOptions } from './decode.ts';
import { endingWithSignals } from './ending-signals.ts';
import { type Outcome, unwritten } from './outcome.ts';
import { MessageSelector } from './select-messages.ts';

const CHUNK_LENGTH = 64 * 1024;

/** Prints the messages of the files in time order, or writes their packets to a file. */
export async function runDecode(files: readonly string[], options: DecodeOptions): Promise<Outcome> {
  if (files.filter((file) => file === '-').length > 1) return { usageError: 'standard input can be read only once' };
  const hosts = await readHosts(options.names);
  if (typeof hosts === 'string') return { usageError: hosts };
  try {
    const decode = () => decodeFiles(files, options, hosts);
    return await (options.write === undefined ? decode() : endingWithSignals(decode));
  } catch (error) {
    if (error instanceof FileWriteError) return unwritten(error);
    throw error;
  }
}

async function decodeFiles(
  files: readonly string[],
  options: DecodeOptions,
  hosts: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const { name, version } = toolVersion();
  const packetFile = options.write && (await PacketFile.create(options.write, `${name} ${version}`));
  const sources = files.map((file) => captureFile(file));
  const streams = sources.map((source) => new MessageStream(source, true));
  const language = options.lang ?? 'en';
  const { unicode } = terminalOf(process.stderr, process.env, undefined, language);
  const done = process.stdout.isTTY ? () => {} : showProgress(sources, process.stderr, unicode, language);
  const selector = new MessageSelector({
    vrids: options.vrid ?? [],
    addresses: options.address ?? [],
    vlans: options.vlan ?? [],
    packets: options.packets ?? [],
  });
  try {
    const epochSeconds = await openTogether(streams);
    const output = packetFile ? packetsInto(packetFile) : new Printer(options, hosts, epochSeconds, files.length > 1);
    await pass(streams, selector, output);
    await output.finish();
  } finally {
    done();
    const all = new Set([...sources, ...streams.map(({ source }) => source)]);
    await Promise.all([...all].map((source) => source.close()));
  }
  const closing = closingLines(streams, language).map((line) => `${line}\n`);
  process.stderr.write(closing.join(''));
  return { exitCode: streams.some((stream) => stream.unreadable !== null) ? 3 : 0 };
}

/** Where messages go. */
interface Output {
  /** True when `flush` should be called before more is added. */
  readonly full: boolean;
  add(message: ShownMessage, record: CaptureRecord, stream: MessageStream): void;
  flush(): Promise<void>;
  finish(): Promise<void>;
}

function packetsInto(file: PacketFile): Output {
  return {
    get full() {
      return file.full;
    },
    add: ({ source }, record, stream) =>
      file.add(record, source, stream.reader.interfaces[record.interfaceIndex]?.name),
    flush: () => file.flush(),
    finish: () => file.finish(),
  };
}

async function pass(streams: readonly MessageStream[], selector: MessageSelector, output: Output): Promise<void> {
  const merged = new MergedMessages(streams.filter((stream) => stream.unreadable === null));
  for (;;) {
    const message = merged.next();
    if (message === undefined) {
      if (await merged.fill()) continue;
      return;
    }
    // What other files hold may still be asked for
    if (streams.length === 1 && message.packet > selector.lastPacket) return;
    const { stream } = merged;
    if (stream?.record === undefined || message.kind === 'other' || !selector.accepts(message)) continue;
    output.add(message, stream.record, stream);
    if (output.full) await output.flush();
  }
}

/** Times count from the whole second of the earliest packet, which keeps them exact. */
async function openTogether(streams: readonly MessageStream[]): Promise<number> {
  await openInTurn(streams);
  const seconds = streams.flatMap((stream) => stream.firstSeconds ?? []);
  const epochSeconds = seconds.length === 0 ? 0 : Math.min(...seconds);
  streams.forEach((stream, index) => {
    stream.startAt(epochSeconds, index);
  });
  return epochSeconds;
}

/** Writes messages to standard output. */
class Printer implements Output {
  readonly #options: DecodeOptions;
  readonly #hosts: ReadonlyMap<string, string>;
  readonly #epochSeconds: number;
  readonly #veil: MessageVeil;
  readonly #lines: MessageLines;
  readonly #texts = new AddressTexts();
  readonly #language: Language;
  readonly #unicode: boolean;
  #waiting = '';

  constructor(options: DecodeOptions, hosts: ReadonlyMap<string, string>, epochSeconds: number, showSource: boolean) {
    this.#options = options;
    this.#language = options.lang ?? 'en';
    this.#unicode = terminalOf(process.stdout, process.env, undefined, this.#language).unicode;
    this.#hosts = hosts;
    this.#epochSeconds = epochSeconds;
    this.#veil = new MessageVeil({
      showPasswords: options.showPasswords === true,
      pseudonyms: options.pseudonyms === true,
    });
    this.#lines = new MessageLines({ utc: options.utc === true, showSource, language: this.#language });
  }

  get full(): boolean {
    return this.#waiting.length >= CHUNK_LENGTH;
  }

  add(message: ShownMessage, record: CaptureRecord, stream: MessageStream): void {
    const place = { epochSeconds: this.#epochSeconds, hasTime: record.hasTime };
    const shown = this.#veil.message(message);
    if (this.#options.json === true) {
      this.#waiting += `${messageJson(shown, place)}\n`;
      return;
    }
    const line = this.#lines.line(shown, place, this.#names(message, shown, stream.reader.names));
    const fields = this.#options.verbose ? this.#veil.fields(describePacket(record, this.#texts)) : [];
    const text = [line, ...(this.#options.verbose ? fieldLines(shown, fields, this.#language) : []), ''].join('\n');
    this.#waiting += this.#unicode ? text : toAscii(text);
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = '';
    if (!process.stdout.write(waiting)) await once(process.stdout, 'drain');
  }

  finish(): Promise<void> {
    return this.flush();
  }

  /** What to call the two ends of a message: a hosts file wins over names in the capture. */
  #names(message: ShownMessage, shown: ShownMessage, inCapture: ReadonlyMap<string, string>): [string, string] {
    const name = (address: string, text: string) => {
      const known = this.#hosts.get(address) ?? inCapture.get(address);
      return known === undefined ? text : this.#veil.name(known);
    };
    return [name(message.src, shown.src), name(message.dst, shown.dst)];
  }
}

/** What standard error says at the end: damage, and what was met but is no message. */
function closingLines(streams: readonly MessageStream[], language: Language): string[] {
  const { warnings } = outputWords(language).terminal;
  const unreadable = streams.flatMap((stream) => stream.unreadable ?? []);
  const read = streams.filter((stream) => stream.unreadable === null);
  const lines = warningLines({ unreadable, sources: read.map((stream) => stream.buildSource()) }, language);
  const sum = (count: (stream: MessageStream) => number) => read.reduce((total, stream) => total + count(stream), 0);
  const others = sum((stream) => stream.others);
  const unknown = sum((stream) => stream.decoder.counts.unknownVersion);
  if (others > 0) lines.push(`vrrpscope: note: ${warnings.notPrinted(others)}`);
  if (unknown > 0) lines.push(`vrrpscope: note: ${warnings.neitherVersion(unknown)}`);
  return lines;
}
