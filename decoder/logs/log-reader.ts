import { canonicalAddress } from '../wording/address-tokens.ts';
import { type JournalEntry, JournalExport, readJournalJson } from './journal.ts';
import { instanceOf, readMessage, SUPPRESSED } from './log-message.ts';
import { readStamp, type Stamped } from './log-stamp.ts';
import type { LogHints, LogKind, LogLine, LogStamp, NodeLog } from './node-log.ts';

const MOST_LINES = 20_000;
const MOST_HINTS = 256;
const MOST_INSTANCES = 1024;
const LONGEST_TEXT = 400;
/** `lb01 Keepalived_vrrp[123]: (VI_1) …`; a container has no process number. */
const PROGRAM = /^\S+ ([^\s:[]{1,100})(?:\[\d+\])?: (.*)$/s;
/** Told again at every advertisement. */
const REPEATING: ReadonlySet<LogKind> = new Set([
  'rejected',
  'higher-priority-heard',
  'lower-priority-heard',
  'send-error',
]);
/** rsyslog folds repetitions. */
const REPEATED = /^message repeated (\d{1,9}) times: \[ ?(.*)\]$/s;

/** Reads the log of one node line by line, whatever wrote it: keepalived's console, syslog, or the journal. */
export class LogReader {
  readonly #name: string;
  readonly #file: string;
  readonly #lines: LogLine[] = [];
  /** The latest line of each instance, to count repetitions. */
  readonly #latest = new Map<string | null, LogLine>();
  readonly #hints = new Map<string, LogHints>();
  readonly #ownAddresses = new Set<string>();
  readonly #journal = new JournalExport();
  #first: LogStamp | null = null;
  #last: LogStamp | null = null;
  #leftOut = 0;
  #line = 0;
  /** Where the text of the journal's entry stands. */
  #messageLine = 0;

  constructor(name: string, file: string) {
    this.#name = name;
    this.#file = file;
  }

  line(text: string): void {
    this.#line++;
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const stamped = line.startsWith('{') ? null : readStamp(line);
    if (line.startsWith('{')) this.#entry(readJournalJson(line), this.#line);
    else if (!stamped) this.#journalLine(line);
    else if (stamped.isSyslog) this.#syslog(stamped);
    else this.#message(stamped.stamp, stamped.rest, this.#line);
  }

  #journalLine(line: string): void {
    if (line.startsWith('MESSAGE=')) this.#messageLine = this.#line;
    this.#entry(this.#journal.line(line), this.#messageLine);
  }

  finish(): NodeLog {
    this.#entry(this.#journal.end(), this.#messageLine);
    return {
      name: this.#name,
      file: this.#file,
      lines: this.#lines,
      hints: this.#hints,
      ownAddresses: this.#ownAddresses,
      first: this.#first,
      last: this.#last,
      leftOut: this.#leftOut,
    };
  }

  #syslog({ stamp, rest }: Stamped): void {
    const [, program, message] = PROGRAM.exec(rest) ?? [];
    if (program !== undefined && message !== undefined) this.#entry({ stamp, program, message }, this.#line);
  }

  #entry(entry: JournalEntry | null, line: number): void {
    if (!entry) return;
    const { stamp, program, message } = entry;
    if (SUPPRESSED.test(message))
      this.#tell({ line, stamp, last: stamp, kind: 'gap', instance: null, text: message, count: 1 });
    else if (/keepalived/i.test(program)) this.#message(stamp, message, line);
  }

  #message(stamp: LogStamp, written: string, line: number): void {
    const [, times, repeated] = REPEATED.exec(written) ?? [];
    const message = (repeated ?? written).trimEnd();
    this.#first ??= stamp;
    this.#last = stamp;
    this.#takeHints(message);
    const told = readMessage(message);
    if (!told) return;
    const count = times === undefined ? 1 : Number(times);
    const before = this.#latest.get(told.instance);
    const text = message.slice(0, LONGEST_TEXT);
    if (before?.text === text && REPEATING.has(told.kind)) {
      before.count += count;
      before.last = stamp;
    } else this.#tell({ line, stamp, last: stamp, ...told, text, count });
  }

  #tell(line: LogLine): void {
    if (this.#lines.length >= MOST_LINES) {
      this.#leftOut += line.count;
      return;
    }
    this.#lines.push(line);
    if (this.#latest.size < MOST_INSTANCES || this.#latest.has(line.instance)) this.#latest.set(line.instance, line);
  }

  #takeHints(message: string): void {
    const [, own] = /^Assigned address (\S+) for interface /.exec(message) ?? [];
    if (own !== undefined) addAddress(this.#ownAddresses, own);
    const of = instanceOf(message);
    const [, covered] = /^Sending\/queueing .* for (\S+)$/.exec(of?.told ?? '') ?? [];
    // Places in a configuration stand in parentheses, too
    if (!of || (covered === undefined && !readMessage(message))) return;
    const hints = this.#hintsOf(of.instance);
    if (!hints) return;
    if (covered !== undefined) addAddress(hints.virtualAddresses, covered);
    const [, peer] = /advert(?:isement)? from (\S+)/.exec(of.told) ?? [];
    if (peer !== undefined) addAddress(hints.peers, peer);
    const [, vrid] = /\bVRID (\d{1,3})\b/.exec(of.told) ?? [];
    if (vrid !== undefined && /^ip address associated/.test(of.told)) hints.vrids.add(Number(vrid));
  }

  #hintsOf(instance: string): LogHints | undefined {
    const known = this.#hints.get(instance);
    if (known || this.#hints.size >= MOST_INSTANCES) return known;
    const made = { virtualAddresses: new Set<string>(), vrids: new Set<number>(), peers: new Set<string>() };
    this.#hints.set(instance, made);
    return made;
  }
}

function addAddress(to: Set<string>, text: string): void {
  const address = canonicalAddress(text.replace(/[,;]$/, ''));
  if (address !== undefined && to.size < MOST_HINTS) to.add(address);
}
