import { advertisement } from '../../support/packet-builders.ts';
import { PcapWriter } from './pcap-writer.ts';

/** Microseconds since 1970. */
const START = 1_780_000_000e6;
const SECOND = 1e6;
const SECONDS = 8;
/** After its resignation, when another router goes on. */
const HANDOVER = 4;
const HANDED_OVER_OF_A_HUNDRED = 2;

/** So many virtual routers, 255 in each VLAN, each advertising for some seconds; some change hands. Says how many packets. */
export function writeManyVirtualRouters(path: string, virtualRouters: number): number {
  const writer = new PcapWriter(path);
  for (let second = 0; second < SECONDS; second++) {
    for (let at = 0; at < virtualRouters; at++) {
      const time = START + second * SECOND + Math.floor((at * SECOND) / virtualRouters);
      const vrid = 1 + (at % 255);
      const vlan = 1 + Math.floor(at / 255);
      const isMoved = second >= HANDOVER && at % 100 < HANDED_OVER_OF_A_HUNDRED;
      const add = (host: number, priority: number, id: number, later = 0) => {
        const src = `10.${vlan >> 8}.${vlan & 255}.${host}`;
        const addresses = [`10.${16 + (vlan >> 8)}.${vlan & 255}.${vrid}`];
        const frame = advertisement({
          src,
          srcMac: `02:00:00:00:00:0${host}`,
          priority,
          vrid,
          addresses,
          id,
          vlans: [vlan],
        });
        writer.add(frame, frame.length, time + later);
      };
      if (isMoved && second === HANDOVER) add(1, 0, second + 1);
      if (isMoved) add(2, 100, second - HANDOVER + 1, SECOND / 2);
      else add(1, 150, second + 1);
    }
  }
  writer.close();
  return writer.packets;
}
