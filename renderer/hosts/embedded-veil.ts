import type { Field } from '../../decoder/frame/field.ts';
import type { ChecksumVerdict } from '../../decoder/message.ts';
import type { ShownMessage } from '../../decoder/packets/message-row.ts';
import type { Veil } from '../../decoder/packets/packet-reader.ts';
import type { Evidence } from '../../decoder/report.ts';
import { packetKey } from '../model/evidence.ts';

const HIDDEN = '••••';
const OPEN: Veil = { message: (message) => message, fields: (fields) => [...fields] };

/** Passwords are not in the page: their bytes were blanked. This tells what stands for them. */
export class EmbeddedVeil {
  readonly #hidden = new Map<string, Veil>();

  hide(packet: Evidence, label: string, checksum: ChecksumVerdict): void {
    this.#hidden.set(packetKey(packet), {
      message: (message) => withSecret(message, label, checksum),
      fields: (fields) => fields.map((field) => hideField(field, label, checksum)),
    });
  }

  of(packet: Evidence): Veil {
    return this.#hidden.get(packetKey(packet)) ?? OPEN;
  }
}

/** What was blanked made the checksum wrong; what it was before counts. */
function withSecret(message: ShownMessage, label: string, checksum: ChecksumVerdict): ShownMessage {
  if (message.kind !== 'vrrp') return message;
  const problems = message.problems.filter(({ code }) => code !== 'vrrp.bad-checksum' || checksum === 'bad');
  return { ...message, password: message.password === null ? null : label, checksum, problems };
}

function hideField(field: Field, label: string, checksum: ChecksumVerdict): Field {
  if (field.secret) return { ...field, value: label };
  if (field.name === 'vrrp.checksum') return { ...field, value: HIDDEN };
  return field.name === 'vrrp.checksum.status' ? { ...field, value: checksum } : field;
}
