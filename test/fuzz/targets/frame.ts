import assert from 'node:assert/strict';
import { describePacket, FrameDecoder } from '../../../decoder/frame/decode-frame.ts';
import { LINK_TYPE } from '../../../decoder/frame/link-types.ts';
import { OURS } from '../../../decoder/frame/quick-look.ts';
import { captureRecord, concat } from '../../support/packet-builders.ts';
import { ZOO } from '../../support/packet-zoo.ts';
import { TUNNEL_ZOO } from '../../support/tunnel-zoo.ts';
import type { Target } from '../target.ts';

const LINK_TYPES: readonly number[] = Object.values(LINK_TYPE);
const BEFORE = 5;

const asInput = (linkType: number, packet: Uint8Array) => {
  const index = LINK_TYPES.indexOf(linkType);
  return concat([index < 0 ? 255 : index], packet);
};

/** One packet behind a byte that chooses its link type. */
export const FRAME: Target = {
  name: 'frame',
  dialect: {
    unit: 1,
    longest: 400,
    words: [
      [0x81, 0, 0, 10],
      [0x88, 0xa8, 0, 20],
      [0x08, 0],
      [0x08, 0x06],
      [0x86, 0xdd],
      [0x88, 0x47],
      [0x88, 0x64],
      [0x88, 0xe7],
      [0x65, 0x58],
      [0x88, 0xbe],
      [0x22, 0xeb],
      [224, 0, 0, 18],
      [0x12, 0xb5],
      [0x17, 0xc1],
      [112],
      [51],
      [47],
      [0x45, 0],
    ].map((bytes) => Uint8Array.from(bytes)),
  },
  seeds: () => [...ZOO, ...TUNNEL_ZOO].map(({ linkType, packet }) => asInput(linkType, packet)),
  run(input) {
    const linkType = LINK_TYPES[input[0] ?? 0] ?? 4711;
    const packet = input.subarray(1);
    const record = captureRecord(packet, { linkType }, BEFORE);
    const decoder = new FrameDecoder(0);
    const message = decoder.decode(record, 0);
    assert.deepEqual(
      new FrameDecoder(0, undefined, []).decode(record, 0),
      message,
      'with fields it is another message',
    );
    assert.deepEqual(decoder.decode(record, 0), message, 'repeated it is another message');
    if (message) {
      assert.ok(OURS.wants(linkType, record.view, record.start, record.end), 'the quick look overlooks it');
      assert.ok(!OURS.rulesOut(linkType, record.view, record.start, record.end), 'the shortest look overlooks it');
    }
    for (const { byteOffset, code } of message?.problems ?? []) {
      assert.ok(byteOffset >= 0 && byteOffset < packet.length, `${code} at ${byteOffset} of ${packet.length}`);
    }
    for (const { name, value, byteOffset, byteLength } of describePacket(record)) {
      const isInside = byteOffset >= 0 && byteLength > 0 && byteOffset + byteLength <= packet.length;
      assert.ok(isInside, `${name} at ${byteOffset}, ${byteLength} long, of ${packet.length}`);
      assert.doesNotMatch(value, /undefined|NaN/, `${name} is ${value}`);
    }
    if (message?.kind === 'vrrp') assert.ok(Number.isFinite(message.interval) && message.vrid < 256);
    return [
      `${message?.kind} ${message?.tunnel?.split(' ')[0]}`,
      ...(message?.problems ?? []).map(({ code }) => `${message?.kind} ${code}`),
    ];
  },
};
