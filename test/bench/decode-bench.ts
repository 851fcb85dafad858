/** How long one packet takes to decode, by kind. Run: `npm run build && npx tsc -b test && node dist/test/bench/decode-bench.js` */
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import { FrameDecoder } from '../../decoder/frame/decode-frame.ts';
import {
  advertisement,
  arp,
  captureRecord,
  ethernet,
  ipv4,
  neighborAdvertisement,
  udp,
} from '../support/packet-builders.ts';

const PACKETS = 1_000_000;
const ROUNDS = 5;

function many(count: number, make: (i: number) => Uint8Array): CaptureRecord[] {
  return Array.from({ length: count }, (_, i) => captureRecord(make(i)));
}

const pair = (i: number) => ({ src: `192.0.2.${1 + (i % 2)}`, srcMac: `02:00:00:00:00:0${1 + (i % 2)}`, id: i });
const filler = new Uint8Array(700);
const tcp = ethernet({ payload: ipv4({ src: '198.51.100.1', dst: '198.51.100.2', protocol: 6, payload: filler }) });
const dns = ethernet({
  payload: ipv4({
    src: '198.51.100.1',
    dst: '198.51.100.2',
    protocol: 17,
    payload: udp({ dstPort: 53, payload: filler }),
  }),
});

const KINDS: Record<string, CaptureRecord[]> = {
  'VRRPv2, one address': many(64, (i) => advertisement({ ...pair(i), vrid: i % 4 })),
  'VRRPv2, password, three addresses, VLAN': many(64, (i) =>
    advertisement({
      ...pair(i),
      vlans: [20],
      authType: 1,
      authData: 'secret',
      addresses: ['192.0.2.100', '192.0.2.101', '192.0.2.102'],
    }),
  ),
  'VRRPv2, 200 virtual routers': many(400, (i) =>
    advertisement({ ...pair(i), vrid: i >> 1, addresses: [`198.51.100.${i >> 1}`] }),
  ),
  'VRRPv3 over IPv4': many(64, (i) => advertisement({ ...pair(i), version: 3 })),
  'VRRPv3 over IPv6': many(64, (i) =>
    advertisement({ version: 3, src: `fe80::${1 + (i % 2)}`, addresses: ['fe80::100', '2001:db8::100'] }),
  ),
  'gratuitous ARP': many(64, () => arp()),
  'neighbour advertisement': many(64, () => neighborAdvertisement()),
  'TCP (no message)': many(64, () => tcp),
  'UDP (no message)': many(64, () => dns),
};

function nanosecondsPerPacket(records: readonly CaptureRecord[]): number {
  const decoder = new FrameDecoder(0);
  let kept: unknown;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.hrtime.bigint();
    for (let i = 0; i < PACKETS; ) {
      for (const record of records) {
        kept = decoder.decode(record, i++) ?? kept;
      }
    }
    times.push(Number(process.hrtime.bigint() - began) / PACKETS);
  }
  return Math.min(...times);
}

for (const [kind, records] of Object.entries(KINDS)) {
  console.log(`${nanosecondsPerPacket(records).toFixed(0).padStart(6)} ns  ${kind}`);
}
