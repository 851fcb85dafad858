import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageQuery } from '../../../decoder/packets/message-index.ts';
import { CaptureReading } from '../../../main/services/capture-reading.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { saveCapture } from '../../../main/services/save-capture.ts';
import { concat, Pcapng, payload, readCapture } from '../../support/capture-builders.ts';
import { advertisement, ethernet, ipv4, ipv6, udp } from '../../support/packet-builders.ts';

const SAMPLE = new URL('../../../samples/split-brain.pcapng', import.meta.url).pathname;
const ALL = { virtualRouter: null, from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
const EVERYTHING: MessageQuery = { ...ALL, every: true };
const START = 1_780_000_000;
/** Packets of the large capture: 3 MB, one a millisecond, an advertisement among a hundred. */
const COUNT = 3000;

let folder: string;
const open: CaptureReading[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-test-'));
});

afterEach(() => {
  for (const reading of open.splice(0)) reading.close();
  rmSync(folder, { recursive: true });
});

async function read(...paths: string[]): Promise<CaptureReading> {
  const reading = new CaptureReading(
    paths.map((path) => captureFile(path)),
    {},
  );
  open.push(reading);
  await reading.run();
  return reading;
}

function isAdvertisement(packet: number): boolean {
  return packet % 100 === 0;
}

function frameOf(packet: number): Uint8Array {
  if (isAdvertisement(packet))
    return advertisement({ src: '192.0.2.1', id: packet, authType: 1, authData: 'hush1234' });
  const [src, dst] = ['198.51.100.1', '198.51.100.2'];
  if (packet % 3 === 0) return ethernet({ payload: ipv4({ src, dst, protocol: 89, payload: payload(1000) }) });
  if (packet % 3 === 1) return ethernet({ type: 0x88cc, payload: payload(1000) });
  const datagram = udp({ srcPort: packet, dstPort: 53, payload: payload(1000) });
  return ethernet({
    type: 0x86dd,
    payload: ipv6({ src: '2001:db8::1', dst: '2001:db8::2', nextHeader: 17, payload: datagram }),
  });
}

function largeCapture(): Uint8Array {
  const blocks = new Pcapng();
  const packets = Array.from({ length: COUNT }, (_, i) =>
    blocks.enhanced({ units: BigInt(START) * 1_000_000n + BigInt(i * 1000), data: frameOf(i + 1) }),
  );
  return concat(blocks.section(), blocks.interface({ name: 'eth7' }), ...packets);
}

function large(): string {
  const path = join(folder, 'large.pcapng');
  writeFileSync(path, largeCapture());
  return path;
}

describe('every packet', () => {
  it('is listed anywhere in a large file, messages as in the list of messages', async () => {
    const reading = await read(large());
    const messages = reading.messages(ALL, 0, 1000).rows;
    expect(messages).toHaveLength(COUNT / 100);
    for (const first of [0, 1, 999, 1700, COUNT - 250]) {
      const { total, complete, rows } = reading.messages(EVERYTHING, first, 250);
      expect({ total, complete }).toEqual({ total: COUNT, complete: true });
      expect(rows.map(({ packet, time }) => ({ packet, time }))).toEqual(
        Array.from({ length: 250 }, (_, i) => ({ packet: first + i + 1, time: START + (first + i) / 1000 })),
      );
      expect(rows.filter(({ kind }) => kind !== 'other')).toEqual(
        messages.filter(({ packet }) => packet > first && packet <= first + 250),
      );
    }
    expect(reading.messages(EVERYTHING, COUNT - 3, 200).rows).toHaveLength(3);
  });

  it('says who sent what to whom, and how long it was', async () => {
    const reading = await read(large());
    const { rows } = reading.messages(EVERYTHING, 1, 3);
    expect(rows).toMatchObject([
      { protocol: 'UDP 2 → 53', src: '2001:db8::1', dst: '2001:db8::2', length: frameOf(2).length },
      { protocol: 'OSPF', src: '198.51.100.1', dst: '198.51.100.2', length: frameOf(3).length },
      { protocol: 'LLDP', src: expect.stringMatching(/^[0-9a-f:]{17}$/), length: frameOf(4).length },
    ]);
  });

  it('of a time is all that was captured from its beginning to its end', async () => {
    const reading = await read(large());
    const query: MessageQuery = { ...EVERYTHING, from: START + 1.2, to: START + 1.4999 };
    const { total, rows } = reading.messages(query, 0, 1000);
    expect(total).toBe(300);
    expect(rows.map(({ packet }) => packet)).toEqual(Array.from({ length: 300 }, (_, i) => 1201 + i));
    expect(reading.findMessage(query, { source: 0, packet: 1300 })).toBe(99);
    expect(reading.findMessage(query, { source: 0, packet: 1 })).toBe(0);
    expect(reading.findMessage(query, { source: 0, packet: COUNT })).toBe(299);
    expect(reading.messages({ ...EVERYTHING, from: START + 100, to: START + 200 }, 0, 10).total).toBe(0);
    expect(reading.findMessage({ ...EVERYTHING, from: START + 100, to: START + 200 }, { source: 0, packet: 1 })).toBe(
      -1,
    );
  });

  it('has its fields and bytes, and a password stays hidden', async () => {
    const reading = await read(large());
    const detail = reading.packet({ source: 0, packet: 1703 });
    expect(detail).toMatchObject({ row: { kind: 'other', packet: 1703 }, interfaceName: 'eth7' });
    expect(detail?.hex).toBe(Buffer.from(frameOf(1703)).toString('hex'));
    expect(detail?.fields.map(({ name }) => name)).toContain('eth.src');
    const [row] = reading.messages(EVERYTHING, 1699, 1).rows;
    expect(row).toMatchObject({ kind: 'vrrp', packet: 1700 });
    expect(JSON.stringify([row, reading.packet({ source: 0, packet: 1700 })])).not.toMatch(/hush1234|6875736831323334/);
    expect(reading.packet({ source: 0, packet: COUNT + 1 })).toBeNull();
  });

  it('of a time is saved as a capture', async () => {
    const reading = await read(large());
    const path = join(folder, 'part.pcapng');
    await saveCapture(reading, { form: 'packets', query: { ...EVERYTHING, from: START + 1, to: START + 2 } }, path);
    const { records } = readCapture(new Uint8Array(readFileSync(path)));
    expect(records).toHaveLength(1001);
    const frames = Array.from({ length: 1001 }, (_, i) => frameOf(1001 + i));
    expect(records.every(({ data }, i) => Buffer.compare(Buffer.from(data), frames[i] ?? Buffer.of()) === 0)).toBe(
      true,
    );
  });

  it('of several files is listed file by file, as far as they are not packed', async () => {
    const packed = join(folder, 'packed.pcap.gz');
    writeFileSync(packed, gzipSync(readFileSync(SAMPLE)));
    const reading = await read(join(folder, 'missing.pcap'), SAMPLE, packed, large());
    const sample = readCapture(new Uint8Array(readFileSync(SAMPLE))).records.length;
    const { total, rows } = reading.messages(EVERYTHING, sample - 2, 4);
    expect(total).toBe(sample + COUNT);
    expect(rows).toMatchObject([
      { source: 0, packet: sample - 1 },
      { source: 0, packet: sample },
      { source: 2, packet: 1 },
      { source: 2, packet: 2 },
    ]);
    expect(reading.findMessage(EVERYTHING, { source: 2, packet: 5 })).toBe(sample + 4);
  });

  it('is not taken from another file that has the name now', async () => {
    const path = large();
    const reading = await read(path);
    copyFileSync(path, `${path}.new`);
    rmSync(path);
    writeFileSync(path, readFileSync(SAMPLE));
    expect(() => reading.messages(EVERYTHING, 0, 10)).toThrow(/another file/);
  });

  it('keeps its row where the file was cut since', async () => {
    const path = large();
    const reading = await read(path);
    writeFileSync(path, largeCapture().subarray(0, 1_000_000));
    const { total, rows } = reading.messages(EVERYTHING, COUNT - 2, 2);
    expect(total).toBe(COUNT);
    expect(rows).toMatchObject([
      { packet: COUNT - 1, time: null, length: 0 },
      { packet: COUNT, time: null, length: 0 },
    ]);
  });
});
