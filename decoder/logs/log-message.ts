import type { LogKind } from './node-log.ts';

/** What keepalived 2.0 to 2.4 print with `-D`; 1.x writes `VRRP_Instance(VI_1)` for `(VI_1)`. First match counts. */
const OF_INSTANCE: readonly [RegExp, LogKind][] = [
  [/^(?:Entering|Now in) MASTER state/i, 'master'],
  [/^(?:Entering|Now in) BACKUP state/i, 'backup'],
  [/^(?:Entering|Now in) FAULT state/i, 'fault'],
  [/^Changing effective priority from \d+ to \d+/, 'priority'],
  [/^sent 0 priority/, 'priority-zero-sent'],
  [/received priority 0 (?:advertisement|message)/, 'priority-zero-received'],
  [/^Master received advert from \S+ with (?:higher|same) priority/, 'higher-priority-heard'],
  [/^received advert from \S+ with lower priority|^received lower pri/i, 'lower-priority-heard'],
  [/^Receive advertisement timeout/, 'master-timeout'],
  [/^setting VIPs/, 'addresses-set'],
  [/^removing VIPs/, 'addresses-removed'],
  [/^send advert error|^Cant send advert/, 'send-error'],
  [/^wrong version|interval mismatch|^ip address associated with VRID|^ip_tot_len mismatch/, 'rejected'],
  [/^received an? (?:\d+ auth|invalid|unexpected)|^expected \d+ VIPs|^Expected (?:un|mult)icast packet/, 'rejected'],
  [
    /^invalid (?:auth type|packet type|ttl|VRRPv[23] checksum)|^TTL\/HL|^No AH header|^Received AH|^IPSEC-AH : inv/i,
    'rejected',
  ],
];

const OF_PROCESS: readonly [RegExp, LogKind][] = [
  [/thread timer expired [\d.]+ seconds ago/, 'stalled'],
  [/^Starting Keepalived v|^Starting VRRP child process/, 'starting'],
  [/^Stopping(?: Keepalived|$)|^Stopped/, 'stopping'],
  [/died: Respawning|exited (?:due to|with) |terminated due to/i, 'died'],
  [/^VRRP_Script\(.*\) (?:succeeded|failed|timed out)|^Script `.*` now returning|^Quorum /, 'check'],
];

/** Holes that the logging itself tells of. */
export const SUPPRESSED = /^Suppressed \d+ messages from .*keepalived|\bmessages? lost due to rate-limiting/i;

const INSTANCE = /^(?:VRRP_Instance)?\(([^()]{1,255})\):? (.*)$/s;

export interface LogMessage {
  kind: LogKind;
  instance: string | null;
}

/** The `vrrp_instance` that a message speaks of, and the rest of it. */
export function instanceOf(message: string): { instance: string; told: string } | null {
  const [, instance, told] = INSTANCE.exec(message) ?? [];
  return instance === undefined || told === undefined ? null : { instance, told };
}

/** Null for lines that tell nothing about states. */
export function readMessage(message: string): LogMessage | null {
  const of = instanceOf(message);
  const kinds = of ? OF_INSTANCE : OF_PROCESS;
  const found = kinds.find(([pattern]) => pattern.test(of?.told ?? message));
  return found ? { kind: found[1], instance: of?.instance ?? null } : null;
}
