import type { Evidence } from '../../decoder/report.ts';

export function isSamePacket(one: Evidence | null, other: Evidence | null): boolean {
  return one !== null && other !== null && one.source === other.source && one.packet === other.packet;
}

/** To look packets up by. */
export function packetKey({ source, packet }: Evidence): string {
  return `${source} ${packet}`;
}
