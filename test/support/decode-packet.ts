import { expect } from 'vitest';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import { describePacket, FrameDecoder } from '../../decoder/frame/decode-frame.ts';
import type { Field } from '../../decoder/frame/field.ts';
import type {
  ArpMessage,
  Message,
  NdMessage,
  OtherProtocolMessage,
  RefusalMessage,
  VrrpMessage,
} from '../../decoder/message.ts';
import { captureRecord } from './packet-builders.ts';

/** The message in a packet; the same whether its fields are asked for or not. */
export function decodePacket(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): Message | undefined {
  const message = new FrameDecoder(0).decode(captureRecord(packet, overrides, 10), 0);
  const again = new FrameDecoder(0, undefined, []).decode(captureRecord(packet, overrides), 0);
  expect(again).toEqual(message);
  return message;
}

export function expectVrrp(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): VrrpMessage {
  const message = decodePacket(packet, overrides);
  if (message?.kind !== 'vrrp') throw new Error(`not VRRP but ${message?.kind}`);
  return message;
}

export function expectArp(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): ArpMessage {
  const message = decodePacket(packet, overrides);
  if (message?.kind !== 'arp') throw new Error(`not ARP but ${message?.kind}`);
  return message;
}

export function expectNd(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): NdMessage {
  const message = decodePacket(packet, overrides);
  if (message?.kind !== 'nd') throw new Error(`not ND but ${message?.kind}`);
  return message;
}

export function expectOther(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): OtherProtocolMessage {
  const message = decodePacket(packet, overrides);
  if (message?.kind !== 'other') throw new Error(`not another protocol but ${message?.kind}`);
  if (message.protocol === 'icmp') throw new Error('not another protocol but a refusal');
  return message;
}

export function expectRefusal(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): RefusalMessage {
  const message = decodePacket(packet, overrides);
  if (message?.kind !== 'other' || message.protocol !== 'icmp') throw new Error(`no refusal but ${message?.kind}`);
  return message;
}

export function codes(message: Message): string[] {
  return message.problems.map((problem) => problem.code);
}

/** Values of all fields of this name, in packet order. */
export function fieldValues(packet: Uint8Array, name: string, overrides: Partial<CaptureRecord> = {}): string[] {
  return fieldsOf(packet, overrides)
    .filter((field) => field.name === name)
    .map((field) => field.value);
}

export function fieldsOf(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}): Field[] {
  return describePacket(captureRecord(packet, overrides, 10));
}
