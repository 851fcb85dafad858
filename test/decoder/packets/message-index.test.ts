import { describe, expect, it } from 'vitest';
import { MessageIndex, type MessageQuery } from '../../../decoder/packets/message-index.ts';
import type { ShownMessage } from '../../../decoder/packets/message-row.ts';
import { decodePacket } from '../../support/decode-packet.ts';
import { advertisement, arp } from '../../support/packet-builders.ts';

const EVERYTHING: MessageQuery = { virtualRouter: null, from: -Infinity, to: Infinity };

function shown(frame: Uint8Array, packet: number): ShownMessage {
  const message = decodePacket(frame);
  if (message === undefined || message.kind === 'other') throw new Error('no message that is shown');
  return { ...message, packet };
}

/** So many advertisements, one a second from second 1 on; each takes 100 bytes. */
function filled(count: number, most: number): MessageIndex {
  const index = new MessageIndex({ most, forgets: true });
  const message = shown(advertisement({}), 0);
  for (let packet = 1; packet <= count; packet++) index.add({ ...message, packet }, packet, packet * 100);
  return index;
}

const packetsOf = (index: MessageIndex, query = EVERYTHING) =>
  Array.from(index.select(query, null, null), (message) => index.at(message).packet);

describe('an index that forgets', () => {
  it('keeps the last messages, and counts all of them', () => {
    const index = filled(1000, 100);
    const packets = packetsOf(index);
    expect(index.count).toBe(1000);
    expect(index.left).toBe(0);
    expect(packets.at(-1)).toBe(1000);
    expect(packets.length).toBeLessThanOrEqual(100);
    expect(packets.length).toBeGreaterThanOrEqual(90);
    expect(packets).toEqual(Array.from(packets, (_, i) => 1001 - packets.length + i));
  });

  it('leaves those that stay their numbers', () => {
    const index = filled(95, 100);
    const number = index.find({ source: 0, packet: 90 }) ?? expect.fail('packet 90 is not found');
    for (let packet = 96; packet <= 150; packet++) index.add(shown(advertisement({}), packet), packet, packet * 100);
    expect(index.at(number)).toEqual({ time: 90, source: 0, packet: 90, place: 9000 });
    expect(index.find({ source: 0, packet: 90 })).toBe(number);
    expect(index.holds(number)).toBe(true);
    expect(index.holds(index.count)).toBe(false);
  });

  it('finds no message that is forgotten', () => {
    const index = filled(150, 100);
    expect(index.find({ source: 0, packet: 10 })).toBeUndefined();
    expect(index.holds(9)).toBe(false);
    expect(packetsOf(index, { ...EVERYTHING, to: 40 })).toEqual([]);
  });

  it('says from when on it is whole', () => {
    expect(filled(100, 100).isWholeFrom(-Infinity)).toBe(true);
    const index = filled(150, 100);
    const [oldest = 0] = packetsOf(index);
    expect(index.isWholeFrom(oldest)).toBe(false);
    expect(index.isWholeFrom(oldest + 0.5)).toBe(true);
    expect(index.oldestPlace).toBe(oldest * 100);
  });

  it('lists packets whose numbers take more than 32 bits', () => {
    const index = new MessageIndex({ most: 10, forgets: true });
    const packet = 2 ** 32 + 5;
    index.add(shown(advertisement({}), packet), 1, 0);
    expect(packetsOf(index)).toEqual([packet]);
    expect(index.find({ source: 0, packet })).toBe(0);
  });

  it('forgets addresses that nothing is about any more, and knows the others', () => {
    const index = new MessageIndex({ most: 1000, forgets: true });
    const message = shown(arp({ senderAddress: '192.0.2.100' }), 0);
    if (message.kind !== 'arp') throw new Error('no ARP');
    for (let packet = 1; packet <= 30_000; packet++) {
      const senderAddress = `10.${packet >> 16}.${(packet >> 8) & 255}.${packet & 255}`;
      index.add({ ...message, packet, senderAddress }, packet, packet);
    }
    expect(index.subjects).toBeLessThan(25_000);
    expect(packetsOf(index).at(-1)).toBe(30_000);
  });
});

it('an index that does not forget leaves what does not fit', () => {
  const index = new MessageIndex({ most: 5 });
  for (let packet = 1; packet <= 7; packet++) index.add(shown(advertisement({}), packet), packet, 0);
  expect(packetsOf(index)).toEqual([1, 2, 3, 4, 5]);
  expect(index.left).toBe(2);
  expect(index.isWholeFrom(6)).toBe(false);
});
