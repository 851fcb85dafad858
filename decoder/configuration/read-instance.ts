import { NANOS_PER_CENTISECOND, NANOS_PER_SECOND, type Nanos } from '../time.ts';
import type { Instance, SyncGroup, Tracked } from './configuration.ts';
import { UNKNOWN_VALUE } from './definitions.ts';
import type { Place, ProblemList } from './place.ts';
import type { Statement } from './read-statements.ts';
import { readTracked } from './read-tracked.ts';
import { addressOf, familyOf, isGroup, seconds, sentPassword, wholeNumber } from './values.ts';

/** What `global_defs` and blocks before an instance say that concerns it. */
export interface Surroundings {
  version: 2 | 3;
  isStrict: boolean;
  groups: { ipv4: string; ipv6: string };
  /** By name: `weight` and whether it is reversed, of scripts and processes defined so far. */
  scripts: ReadonlyMap<string, { weight: number; reverse: boolean }>;
  processes: ReadonlyMap<string, { weight: number; reverse: boolean }>;
}

const DEFAULT_PRIORITY = 100;
const OWNER = 255;
const LONGEST_V3_INTERVAL: Nanos = 4095 * NANOS_PER_CENTISECOND;
const LONGEST_V2_INTERVAL: Nanos = 255 * NANOS_PER_SECOND;

/** What is said so far; undefined where nothing is. */
interface Draft {
  vrid?: number;
  family?: 'ipv4' | 'ipv6';
  interface?: string;
  version?: 2 | 3;
  state?: 'MASTER' | 'BACKUP';
  priority?: number;
  interval?: Nanos;
  authentication: Instance['authentication'];
  password: string;
  source?: string;
  group?: string;
  nopreemptAt: Place | null;
  isStrict?: boolean;
  delayAt: Place | null;
}

/** Reads one vrrp_instance, line by line as keepalived does, then completes it (vrrp.c: vrrp_complete_instance). */
export class InstanceReader {
  readonly #name: string;
  readonly #statement: Statement;
  readonly #around: Surroundings;
  readonly #problems: ProblemList;
  readonly #draft: Draft = { authentication: 'none', password: '', nopreemptAt: null, delayAt: null };
  readonly #addresses: string[] = [];
  readonly #peers: string[] = [];
  readonly #tracked: Tracked[] = [];
  readonly #undefined: Instance['undefinedTracks'] = [];
  readonly #places = new Map<string, Place>();
  readonly #unread = new Set<string>();

  constructor(name: string, statement: Statement, around: Surroundings, problems: ProblemList) {
    this.#name = name;
    this.#statement = statement;
    this.#around = around;
    this.#problems = problems;
    for (const inner of statement.block) this.#read(inner);
  }

  /** Null where keepalived would not start it, or its VRID is not known. */
  complete(syncGroup: SyncGroup | null): Instance | null {
    const draft = this.#draft;
    if (draft.vrid === undefined) {
      if (!this.#unread.has('virtual_router_id')) this.#problem('no-vrid', 'it has no virtual_router_id');
      return null;
    }
    if (draft.interface === undefined && (this.#peers.length === 0 || draft.source === undefined)) {
      this.#problem('no-interface', 'it has no interface');
      return null;
    }
    const family = draft.family ?? 'ipv4';
    const isStrict = draft.isStrict ?? this.#around.isStrict;
    const version = versionOf(draft.version, family, isStrict, this.#around.version);
    // Without a priority, MASTER means to own the address
    const priority = draft.priority ?? (draft.state === 'MASTER' ? OWNER : DEFAULT_PRIORITY);
    const wanted = draft.state ?? (priority === OWNER ? 'MASTER' : 'BACKUP');
    const state = isStrict ? (priority === OWNER ? 'MASTER' : 'BACKUP') : wanted;
    const nopreempt = draft.nopreemptAt !== null && state !== 'MASTER' && priority !== OWNER;
    const hasWeights = priority !== OWNER && (syncGroup === null || syncGroup.hasTrackingWeight);
    return {
      name: this.#name,
      place: this.#statement.place,
      vrid: draft.vrid,
      family,
      interface: draft.interface ?? null,
      version,
      state,
      priority,
      interval: intervalOf(draft.interval ?? NANOS_PER_SECOND, version),
      authentication: this.#authentication(version, family, isStrict),
      password: sentPassword(draft.password),
      addresses: this.#addresses,
      source: draft.source ?? null,
      peers: this.#peers,
      group: this.#peers.length > 0 ? null : (draft.group ?? this.#around.groups[family]),
      nopreemptAt: draft.nopreemptAt,
      nopreempt,
      clearedDelayAt: state === 'MASTER' || nopreempt || isStrict ? draft.delayAt : null,
      syncGroup: syncGroup?.name ?? null,
      tracked: hasWeights ? this.#tracked : this.#tracked.flatMap(withoutWeight),
      ignoredWeights: hasWeights ? [] : this.#tracked.filter(({ weight }) => weight !== 0),
      undefinedTracks: this.#undefined,
      places: this.#places,
      unread: this.#unread,
    };
  }

  #authentication(version: 2 | 3, family: 'ipv4' | 'ipv6', isStrict: boolean): Instance['authentication'] {
    const { authentication, password } = this.#draft;
    if (authentication === 'none' || authentication === 'hmac') return authentication;
    if (this.#unread.has('auth_pass')) return authentication;
    const isIgnored = isStrict || version === 3 || password === '' || (family === 'ipv6' && authentication === 'ah');
    return isIgnored ? 'none' : authentication;
  }

  #read(statement: Statement): void {
    const { words, place, block } = statement;
    const [keyword = '', value] = words;
    this.#places.set(keyword, place);
    const said = keyword === 'authentication' ? [] : [statement, ...block];
    if (said.some((one) => one.words.some((word) => word.includes(UNKNOWN_VALUE)))) {
      this.#unread.add(keyword);
      this.#problem('unknown-value', `the value of ${keyword} cannot be known from the file`, place);
      return;
    }
    const draft = this.#draft;
    switch (keyword) {
      case 'virtual_router_id':
        this.#number(statement, 1, 255, (vrid) => {
          draft.vrid = vrid;
        });
        break;
      case 'priority':
        draft.priority = DEFAULT_PRIORITY;
        this.#number(statement, 1, OWNER, (priority) => {
          draft.priority = priority;
        });
        break;
      case 'version':
        this.#version(statement);
        break;
      case 'advert_int':
        this.#interval(statement);
        break;
      case 'state':
        this.#state(statement);
        break;
      case 'interface':
        if (value !== undefined) draft.interface = value;
        break;
      case 'mcast_src_ip':
      case 'unicast_src_ip':
        this.#address(statement, (address) => {
          draft.source = address;
        });
        break;
      case 'mcast_dst_ip':
        this.#address(statement, (address) => {
          if (isGroup(address)) draft.group = address;
        });
        break;
      case 'unicast_peer':
        for (const peer of block) this.#address(peer, (address) => this.#peers.push(address), 0);
        break;
      case 'virtual_ipaddress':
        for (const address of block) this.#address(address, (text) => this.#addresses.push(text), 0);
        break;
      case 'nopreempt':
        draft.nopreemptAt = place;
        break;
      case 'preempt':
        draft.nopreemptAt = null;
        break;
      case 'strict_mode':
        draft.isStrict = value === undefined || ['on', 'true', 'yes'].includes(value);
        break;
      case 'preempt_delay':
        draft.delayAt = (seconds(value) ?? 0) > 0 ? place : null;
        break;
      case 'native_ipv6':
        draft.family ??= 'ipv6';
        break;
      case 'authentication':
        for (const inner of block) this.#read(inner);
        break;
      case 'auth_hmac':
        draft.authentication = 'hmac';
        this.#problem('not-compared', 'keys of auth_hmac are not compared', place);
        break;
      case 'auth_type':
        if (value === 'PASS' || value === 'AH') draft.authentication = value === 'AH' ? 'ah' : 'simple';
        else this.#bad(statement);
        break;
      case 'auth_pass':
        draft.password = value ?? '';
        break;
      case 'track_file':
      case 'track_bfd':
        // What they add is not in this file
        this.#unread.add('priority');
        break;
      default:
        this.#track(statement);
    }
  }

  #number(
    { words: [keyword, word], place }: Statement,
    lowest: number,
    highest: number,
    take: (value: number) => void,
  ): void {
    const value = wholeNumber(word, lowest, highest);
    if (value !== null) take(value);
    else this.#problem('bad-value', `${keyword} takes ${lowest} to ${highest}, not ${word ?? 'nothing'}`, place);
  }

  #version(statement: Statement): void {
    const draft = this.#draft;
    this.#number(statement, 2, 3, (version) => {
      const isRefused = draft.version !== undefined || (version === 2 && draft.family === 'ipv6');
      if (!isRefused) draft.version = version === 3 ? 3 : 2;
      else if (draft.version !== version)
        this.#problem(
          'bad-value',
          `version ${version} conflicts with what is set before; keepalived ignores it`,
          statement.place,
        );
    });
  }

  #interval(statement: Statement): void {
    const interval = seconds(statement.words[1]);
    if (interval !== null && interval >= NANOS_PER_CENTISECOND && interval <= LONGEST_V2_INTERVAL) {
      this.#draft.interval = interval;
    } else this.#bad(statement);
  }

  #state(statement: Statement): void {
    const [, value] = statement.words;
    if (value !== 'MASTER' && value !== 'BACKUP') this.#bad(statement);
    this.#draft.state = value === 'MASTER' || this.#draft.state === 'MASTER' ? 'MASTER' : 'BACKUP';
  }

  /** The first address decides the family; one of the other family is ignored. */
  #address(statement: Statement, take: (address: string) => void, index = 1): void {
    const address = addressOf(statement.words[index]);
    if (address === null) {
      this.#bad(statement, index);
      return;
    }
    this.#draft.family ??= familyOf(address);
    if (this.#draft.family === familyOf(address)) take(address);
    else
      this.#problem(
        'other-family',
        `${address} is not ${this.#draft.family === 'ipv4' ? 'IPv4' : 'IPv6'}; keepalived ignores it`,
        statement.place,
      );
  }

  #track({ words: [keyword], block }: Statement): void {
    const { scripts, processes } = this.#around;
    if (keyword !== 'track_script' && keyword !== 'track_interface' && keyword !== 'track_process') return;
    for (const { words, place } of block) {
      const [name = ''] = words;
      const defined = { track_script: scripts, track_process: processes, track_interface: null }[keyword];
      const known = defined === null ? { weight: 0, reverse: false } : defined.get(name);
      if (known === undefined) {
        const isTold = this.#undefined.some((one) => one.keyword === keyword && one.name === name);
        if (!isTold) this.#undefined.push({ keyword, name, place });
      } else if (!this.#tracked.some((one) => one.kind === keyword && one.name === name)) {
        this.#tracked.push({ kind: keyword, name, place, ...readTracked(words, known) });
      }
    }
  }

  #bad({ words, place }: Statement, index = 1): void {
    const what = index === 0 ? `${words[0]} is no address` : `${words[0]} does not take ${words[1] ?? 'nothing'}`;
    this.#problem('bad-value', `${what}; keepalived ignores it`, place);
  }

  #problem(code: string, message: string, place = this.#statement.place): void {
    this.#problems.add(place, code, `vrrp_instance ${this.#name}: ${message}`);
  }
}

/** In a sync group or at the owner, keepalived drops scripts with a weight, and takes it from interfaces. */
function withoutWeight(tracked: Tracked): Tracked[] {
  if (tracked.weight === 0) return [tracked];
  return tracked.kind === 'track_interface' ? [{ ...tracked, weight: 0 }] : [];
}

function versionOf(said: 2 | 3 | undefined, family: 'ipv4' | 'ipv6', isStrict: boolean, usual: 2 | 3): 2 | 3 {
  if (family === 'ipv6') return said === 2 && !isStrict ? 2 : 3;
  return said ?? usual;
}

/** VRRPv2 sends whole seconds, VRRPv3 centiseconds; others are rounded. */
function intervalOf(interval: Nanos, version: 2 | 3): Nanos {
  const unit = version === 2 ? NANOS_PER_SECOND : NANOS_PER_CENTISECOND;
  const longest = version === 2 ? LONGEST_V2_INTERVAL : LONGEST_V3_INTERVAL;
  return Math.min(longest, Math.max(unit, Math.round(interval / unit) * unit));
}
