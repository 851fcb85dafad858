import ipaddr from 'ipaddr.js';
import type { Configuration } from '../../decoder/configuration/configuration.ts';
import type { Report, ReportConfiguration, ReportLog } from '../../decoder/report.ts';
import { quoted, viewNameOf } from '../../decoder/view-command.ts';
import { ADDRESS_PATTERN, addressKind, replaceAddresses } from '../../decoder/wording/address-tokens.ts';
import { baseName, CAPTURE_SUFFIX } from './capture-name.ts';
import { mapReport } from './escape.ts';

/** VRRP's own MACs say the VRID, groups say the protocol; nobody is known by them. */
const KEPT_MAC = /^(00:00:5e:00:0[12]:|01:00:5e:00:00:|33:33:00:00:00:|00:00:00:00:00:00|ff:ff:ff:ff:ff:ff)/;
/** What keepalived's lines call checks and interfaces. */
const NAMED_CHECK = /(?:VRRP_Script\(|Script `|to script |tracked (?:file|process) |BFD instance )([^\s()`]+)/g;
const NAMED_INTERFACE = /\binterface ([^\s()]+)(?= down)/g;
const PATH = /(?<![^\s('"`=])\/[^\s'"`(),;]*[^\s'"`(),;:.]/g;
/** Words of the contract, never data of a network. */
const CODE_FIELDS: ReadonlySet<string> = new Set([
  'schema',
  'code',
  'severity',
  'reason',
  'cause',
  'began',
  'ended',
  'after',
  'kind',
  'by',
  'family',
  'format',
  'compression',
  'protocol',
  'authentication',
  'knownBy',
  'state',
  'placement',
]);

/** RFC 5737 documentation, RFC 2544 benchmarking, then the reserved block: 268 million are enough. */
const IPV4_RANGES: readonly [first: number, size: number][] = [
  [0xc0000201, 254],
  [0xc6336401, 254],
  [0xcb007101, 254],
  [0xc6120001, 131_070],
  [0xf0000001, 0x0ffffffe],
];

/**
 * Replaces addresses and names by others, each always by the same one. What is numbered counts in order of
 * appearance, so the same data gives the same pseudonyms. Which of two addresses is higher is not kept.
 */
export class Pseudonyms {
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #addresses = new Map<string, string>();
  readonly #names = new Map<string, string>();
  #pattern: RegExp | undefined;
  readonly #avoid: ReadonlySet<string>;

  /** @param avoid originals that must not come out as somebody's pseudonym */
  constructor(avoid: ReadonlySet<string> = new Set()) {
    this.#avoid = avoid;
  }

  /** An IPv4 or IPv6 address. Group, unspecified, loopback and broadcast addresses stay. */
  address(address: string): string {
    const known = this.#addresses.get(address) ?? this.#replaceAddress(address);
    this.#addresses.set(address, known);
    return known;
  }

  #replaceAddress(address: string): string {
    const kind = addressKind(address);
    if (kind === 'ipv4') return isKeptIpv4(address) ? address : this.#give('ipv4', address, ipv4Pseudonym);
    if (kind !== 'ipv6') return this.#giveName(address, 'host');
    const parsed = ipaddr.IPv6.parse(address);
    const canonical = parsed.toRFC5952String();
    const range = parsed.range();
    if (range === 'unspecified' || range === 'loopback' || isWellKnownGroup(parsed)) return canonical;
    if (range === 'multicast') return this.#give('group', canonical, (number) => `ff02::db8:0:${number.toString(16)}`);
    if (range === 'linkLocal') return this.#give('link', canonical, (number) => `fe80::db8:${hexTail(number)}`);
    return this.#give('ipv6', canonical, (number) => `2001:db8::${hexTail(number)}`);
  }

  /** VRRP virtual MACs, multicast MACs of well-known groups and broadcast stay. */
  mac(mac: string): string {
    const lower = mac.toLowerCase();
    if (KEPT_MAC.test(lower)) return lower;
    const group = (Number.parseInt(lower.slice(0, 2), 16) & 1) === 1;
    return this.#give(group ? 'group-mac' : 'mac', lower, (number) => macPseudonym(group ? '03' : '02', number));
  }

  /** A router's or host's name. */
  name(name: string): string {
    return this.#giveName(name, 'router');
  }

  viewName(name: string): string {
    return this.#giveName(name, 'view');
  }

  /** The node, its files, and what it calls its parts. */
  configuration({ name, files, routerId, instances, syncGroups }: ReportConfiguration): void {
    this.name(name);
    if (routerId !== null) this.name(routerId);
    for (const file of files) this.#giveName(file, 'configuration', '.conf');
    for (const group of syncGroups) {
      this.#giveName(group.name, 'group');
      for (const member of group.members) this.#giveName(member, 'instance');
    }
    for (const instance of instances) {
      this.#giveName(instance.name, 'instance');
      if (instance.interface !== null) this.interfaceName(instance.interface);
      for (const tracked of instance.tracked) this.#giveName(tracked.name, 'check');
    }
  }

  /** What findings name of a configuration that its report does not list. */
  unlisted({ instances, unknown }: Configuration): void {
    for (const { ignoredWeights, undefinedTracks } of instances)
      for (const { name } of [...ignoredWeights, ...undefinedTracks]) this.#giveName(name, 'check');
    for (const { block } of unknown) for (const name of block.slice(1)) this.#giveName(name, 'block');
  }

  /** The node, its file, its instances, and the checks that its lines name. */
  log({ name, file, entries }: ReportLog): void {
    this.name(name);
    this.#giveName(file, 'log', '.log');
    for (const { instance, text } of entries) {
      if (instance !== null) this.#giveName(instance, 'instance');
      for (const [, check] of text.matchAll(NAMED_CHECK)) if (check) this.#giveName(check, 'check');
      for (const [, where] of text.matchAll(NAMED_INTERFACE)) if (where) this.interfaceName(where);
      for (const [path] of text.matchAll(PATH)) this.#giveName(path, 'path');
    }
  }

  interfaceName(name: string): string {
    return this.#giveName(name, 'interface');
  }

  /** A path; what it ends in stays, so that the kind of file can be seen. Standard input stays. */
  file(path: string): string {
    if (path === '-') return path;
    const suffix = CAPTURE_SUFFIX.exec(path)?.[0] ?? '';
    const pseudonym = this.#giveName(path, 'capture', suffix.toLowerCase());
    for (const form of [baseName(path), quoted(path)]) this.#alsoCalled(form, pseudonym);
    return pseudonym;
  }

  /** What a file is called where it is offered as a view, unless a router or a place is called so. */
  fileAsView(path: string): void {
    if (path === '-') return;
    const pseudonym = this.file(path);
    const suffix = CAPTURE_SUFFIX.exec(path)?.[0] ?? '';
    this.#alsoCalled(viewNameOf(path), pseudonym.slice(0, pseudonym.length - suffix.length));
  }

  #alsoCalled(form: string, pseudonym: string): void {
    if (form === '' || this.#names.has(form)) return;
    this.#names.set(form, pseudonym);
    this.#pattern = undefined;
  }

  /** Running text: every address in it, and every name given so far. */
  text(text: string): string {
    const whole = this.#names.get(text);
    if (whole !== undefined) return whole;
    this.#pattern ??= textPattern([...this.#names.keys()]);
    return text.replace(this.#pattern, (token) => {
      const name = this.#names.get(token);
      if (name !== undefined) return name;
      return replaceAddresses(token, (original) =>
        addressKind(original) === 'mac' ? this.mac(original) : this.address(original),
      );
    });
  }

  #giveName(name: string, kind: string, suffix = ''): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const pseudonym = this.#give(kind, name, (number) => `${kind}-${number}${suffix}`);
    this.#names.set(name, pseudonym);
    this.#pattern = undefined;
    return pseudonym;
  }

  #give(kind: string, original: string, make: (number: number) => string): string {
    const key = `${kind} ${original}`;
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    let number = this.#counts.get(kind) ?? 0;
    let pseudonym: string;
    do {
      number += 1;
      pseudonym = make(number);
    } while (this.#avoid.has(pseudonym));
    this.#counts.set(kind, number);
    this.#given.set(key, pseudonym);
    return pseudonym;
  }
}

/**
 * The report as it may be shown to anybody. What is not a code of the contract is searched, in every field. What is
 * wrong with a configuration quotes anything, so that only its code is left.
 */
export function pseudonymizeReport(report: Report, configurations: readonly Configuration[] = []): Report {
  const pseudonyms = new Pseudonyms(addressesIn(report));
  for (const { name } of [...report.sources, ...report.unreadable]) pseudonyms.file(name);
  for (const { interfaces } of report.sources)
    for (const { name } of interfaces) if (name) pseudonyms.interfaceName(name);
  for (const configuration of report.configurations ?? []) pseudonyms.configuration(configuration);
  for (const configuration of configurations) pseudonyms.unlisted(configuration);
  for (const log of report.logs ?? []) pseudonyms.log(log);
  for (const { interface: where, routers } of report.virtualRouters) {
    if (where) pseudonyms.interfaceName(where);
    for (const { name } of routers) if (name) pseudonyms.name(name);
  }
  for (const { name } of report.views ?? []) pseudonyms.viewName(name);
  for (const { name } of report.sources) pseudonyms.fileAsView(name);
  const replaced = mapReport(withoutQuotes(report), (text, key) =>
    CODE_FIELDS.has(key) ? text : pseudonyms.text(text),
  );
  return { ...replaced, tool: report.tool };
}

function withoutQuotes(report: Report): Report {
  if (report.configurations === undefined) return report;
  const configurations = report.configurations.map((configuration) => ({
    ...configuration,
    problems: configuration.problems.map((problem) => ({ ...problem, message: problem.code })),
  }));
  return { ...report, configurations };
}

function addressesIn(report: Report): Set<string> {
  const found = new Set<string>();
  mapReport(report, (text) =>
    replaceAddresses(text, (address) => {
      found.add(address);
      return address;
    }),
  );
  return found;
}

/** Chinese has no spaces: a name stands in the middle of a sentence. */
const INSIDE_A_WORD = '(?!\\p{Script=Han})[\\p{L}\\p{N}]';

/** Longest names first, so that `lb01.example` is not taken for `lb01`; an address before a name that is a part of it. */
function textPattern(names: readonly string[]): RegExp {
  const words = names.filter((name) => /[\p{L}\p{N}]/u.test(name)).sort((one, other) => other.length - one.length);
  const withAddress = words.filter((name) => replaceAddresses(name, () => '') !== name);
  const plain = words.filter((name) => !withAddress.includes(name));
  const literal = (name: string) =>
    `(?<!${INSIDE_A_WORD})${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?!${INSIDE_A_WORD})`;
  return new RegExp([...withAddress.map(literal), ADDRESS_PATTERN, ...plain.map(literal)].join('|'), 'gu');
}

function isKeptIpv4(address: string): boolean {
  return (
    address.startsWith('224.0.0.') ||
    address.startsWith('127.') ||
    address === '0.0.0.0' ||
    address === '255.255.255.255'
  );
}

/** ff02::1, ff02::12 and the like; a solicited-node group carries a part of an address and is none of these. */
function isWellKnownGroup({ parts }: ipaddr.IPv6): boolean {
  return parts[0] === 0xff02 && parts.slice(1, 7).every((part) => part === 0);
}

function ipv4Pseudonym(number: number): string {
  let index = number - 1;
  for (const [first, size] of IPV4_RANGES) {
    if (index < size) return ipv4Text(first + index);
    index -= size;
  }
  return `host-${number}`;
}

function ipv4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}

function macPseudonym(first: string, number: number): string {
  const digits = number.toString(16).padStart(10, '0');
  return [first, ...(digits.match(/../g) ?? [])].join(':');
}

/** The last 32 bits of an IPv6 address, as RFC 5952 writes them after `::`. */
function hexTail(number: number): string {
  return number <= 0xffff ? number.toString(16) : `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
}
