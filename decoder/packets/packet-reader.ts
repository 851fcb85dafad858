import type { CaptureRecord } from '../capture/capture-record.ts';
import { AddressTexts } from '../frame/address-texts.ts';
import { FrameDecoder } from '../frame/decode-frame.ts';
import type { Field } from '../frame/field.ts';
import type { ChecksumVerdict } from '../message.ts';
import { NANOS_PER_SECOND } from '../time.ts';
import type { IndexedMessage, MessageIndex } from './message-index.ts';
import { type MessageRow, messageRow, type ShownMessage } from './message-row.ts';
import type { PacketDetail } from './packet-detail.ts';
import type { PacketStore } from './packet-store.ts';

/** Takes out of messages what is not to be shown. */
export interface Veil {
  message(message: ShownMessage): ShownMessage;
  fields(fields: readonly Field[]): Field[];
}

export interface Secret {
  label: string;
  checksum: ChecksumVerdict;
  fields: Field[];
}

const HIDDEN_BYTE = '··';

/** Decodes kept packets anew when they are looked at. */
export class PacketReader {
  readonly #index: MessageIndex;
  readonly #store: PacketStore;
  readonly #texts = new AddressTexts();
  readonly #decoders = new Map<number, FrameDecoder>();

  constructor(index: MessageIndex, store: PacketStore) {
    this.#index = index;
    this.#store = store;
  }

  /** The packet of a message; its bytes hold until the next call. */
  record(index: number): CaptureRecord {
    const { place, packet } = this.#index.at(index);
    return this.#store.get(place, packet);
  }

  /** Bytes that its packet takes where it is kept. */
  length(index: number): number {
    return this.#store.lengthOf(this.record(index));
  }

  /** Takes in a packet that is kept already, and returns how many bytes it takes. */
  adopt({ source, packet, time, place }: IndexedMessage): number {
    const record = this.#store.get(place, packet);
    const message = this.#decoderOf(source).decode(record, timeOf(record));
    if (message !== undefined && message.kind !== 'other') this.#index.add(message, time, place);
    return this.#store.lengthOf(record);
  }

  row(index: number, veil: Veil): MessageRow | null {
    const record = this.record(index);
    const message = this.#decoderOf(this.#index.at(index).source).decode(record, timeOf(record));
    if (message === undefined || message.kind === 'other') return null;
    return messageRow(veil.message(message), placeOf(record));
  }

  detail(index: number, veil: Veil, interfaceName: string | null): PacketDetail | null {
    const described = this.#describe(index);
    if (!described) return null;
    const { record, message, fields } = described;
    const shown = veil.fields(fields);
    const shownMessage = veil.message(message);
    return {
      row: messageRow(shownMessage, placeOf(record)),
      fields: shown,
      problems: shownMessage.problems,
      hex: hexOf(record, hiddenFields(fields, shown)),
      originalLength: record.originalLength,
      interfaceName,
    };
  }

  /** The fields of an advertisement that `veil` hides because of a password, and what it shows instead. */
  secret(index: number, veil: Veil): Secret | null {
    const described = this.#describe(index);
    if (described?.message.kind !== 'vrrp') return null;
    const { message, fields } = described;
    const shown = veil.message(message);
    const hidden = hiddenFields(fields, veil.fields(fields));
    if (hidden.length === 0 || shown.kind !== 'vrrp') return null;
    return { label: shown.password ?? '', checksum: message.checksum, fields: hidden };
  }

  #decoderOf(source: number): FrameDecoder {
    const decoder = this.#decoders.get(source) ?? new FrameDecoder(source, this.#texts);
    this.#decoders.set(source, decoder);
    return decoder;
  }

  #describe(index: number): { record: CaptureRecord; message: ShownMessage; fields: Field[] } | null {
    const record = this.record(index);
    const fields: Field[] = [];
    const decoder = new FrameDecoder(this.#index.at(index).source, this.#texts, fields);
    const message = decoder.decode(record, timeOf(record));
    return message === undefined || message.kind === 'other' ? null : { record, message, fields };
  }
}

/** A packet that is looked at alone counts its time from its own second. */
function timeOf({ nanoseconds }: CaptureRecord): number {
  return nanoseconds % NANOS_PER_SECOND;
}

function placeOf({ seconds, hasTime }: CaptureRecord): { epochSeconds: number; hasTime: boolean } {
  return { epochSeconds: seconds, hasTime };
}

/** The bytes of fields that are shown otherwise than they are. */
export function hiddenFields(fields: readonly Field[], shown: readonly Field[]): Field[] {
  return fields.filter((field, i) => shown[i]?.value !== field.value);
}

/** Two characters a byte. */
export function hexOf({ bytes, start, end }: CaptureRecord, hidden: readonly Field[]): string {
  const texts = Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, '0'));
  for (const { byteOffset, byteLength } of hidden) texts.fill(HIDDEN_BYTE, byteOffset, byteOffset + byteLength);
  return texts.join('');
}
