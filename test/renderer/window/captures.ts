import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcap } from '../../support/capture-builders.ts';
import { advertisement, arp, ethernet, ipv4, udp } from '../../support/packet-builders.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url).pathname;
const START = 1_780_000_000;

export function sample(name: string): string {
  return join(SAMPLES, name);
}

/** Captures that no sample shows, in a folder of their own until `remove`. */
export class MadeCaptures {
  readonly folder = mkdtempSync(join(tmpdir(), 'vrrpscope-window-'));

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(name: string, bytes: Uint8Array | string): string {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** An advertisement in a hundred packets, the rest DNS. */
  amongOthers(packets: number, name = 'busy.pcap'): string {
    const dns = udp({ srcPort: 5353, dstPort: 53, payload: new Uint8Array(200) });
    const other = ethernet({
      payload: ipv4({ src: '198.51.100.7', dst: '198.51.100.53', protocol: 17, payload: dns }),
    });
    const records = Array.from({ length: packets }, (_, i) => ({
      seconds: START + Math.floor(i / 100),
      fraction: (i % 100) * 10_000,
      data: i % 100 === 0 ? advertisement({ src: '192.0.2.1', id: i }) : other,
    }));
    return this.write(name, pcap({ records }));
  }

  withoutVrrp(): string {
    const records = Array.from({ length: 20 }, (_, i) => ({ seconds: START + i, data: arp({}) }));
    return this.write('only-arp.pcap', pcap({ records }));
  }

  withoutPackets(): string {
    return this.write('no-packets.pcap', pcap({ records: [] }));
  }

  /** 200 of them; every tenth changes hands. */
  ofManyVirtualRouters(): string {
    const records = Array.from({ length: 30 }, (_, second) =>
      Array.from({ length: 200 }, (_, i) => {
        const failed = i % 10 === 0 && second > 12;
        if (failed && second < 16) return [];
        const node = failed ? 2 : 1;
        const parts = { src: `192.0.2.${node}`, srcMac: `02:00:00:00:00:0${node}`, priority: failed ? 90 : 100 };
        const data = advertisement({ ...parts, vrid: i + 1, addresses: [`198.51.100.${i + 1}`], id: second + 1 });
        return [{ seconds: START + second, fraction: i * 1000, data }];
      }).flat(),
    ).flat();
    return this.write('many.pcap', pcap({ records }));
  }

  /** So long that reading can be stopped. */
  long(advertisements = 4_000_000): string {
    const records = Array.from({ length: 1000 }, (_, i) => ({
      seconds: START + i,
      data: advertisement({ src: '192.0.2.1', srcMac: '02:00:00:00:00:01', vrid: 7, id: i + 1 }),
    }));
    const whole = pcap({ records });
    const body = Buffer.from(whole.subarray(24));
    const length = body.length / records.length;
    const copies = Array.from({ length: advertisements / 1000 }, (_, copy) => {
      const later = Buffer.from(body);
      for (let i = 0; i < 1000; i++) later.writeUInt32LE(START + copy * 1000 + i, i * length);
      return later;
    });
    return this.write('long.pcap', Buffer.concat([whole.subarray(0, 24), ...copies]));
  }
}
