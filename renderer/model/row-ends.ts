import type { PacketRow } from '../../decoder/packets/message-row.ts';
import type { VirtualRouter } from '../../decoder/report.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';

/** Tells who sent a packet and to whom, by the names of the routers. ARP and ND come from whom their MAC belongs to. */
export function endsOf(virtualRouter: VirtualRouter): (row: PacketRow) => string {
  const names = displayNames(virtualRouter);
  const name = (address: string) => names.get(address) ?? address;
  const senders = new Map(
    virtualRouter.routers.flatMap(({ address, macs }) => macs.map((mac) => [mac, name(address)])),
  );
  return (row) => {
    if (row.kind === 'other' && row.src === '') return '';
    if (row.kind === 'vrrp' || row.kind === 'other') return `${name(row.src)} → ${name(row.dst)}`;
    return senders.get(row.srcMac ?? '') ?? name(row.src);
  };
}

/** In characters, for the advertisements of a virtual router. */
export function endsWidth(virtualRouter: VirtualRouter): number {
  const longest = (texts: Iterable<string>) => Math.max(0, ...Array.from(texts, (text) => text.length));
  return longest(displayNames(virtualRouter).values()) + ' → '.length + longest(virtualRouter.destinations) + 1;
}
