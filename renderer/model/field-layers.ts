import type { Field } from '../../decoder/frame/field.ts';

/** The fields of one header, in their order. */
export interface FieldLayer {
  /** Unique within the packet. */
  key: string;
  /** Wireshark's protocol name. */
  layer: string;
  fields: Field[];
  byteOffset: number;
  byteLength: number;
}

export function fieldLayers(fields: readonly Field[]): FieldLayer[] {
  const layers: FieldLayer[] = [];
  for (const field of fields) {
    const last = layers.at(-1);
    if (last && last.layer === field.layer && !beginsAnotherTag(field, last)) last.fields.push(field);
    else
      layers.push({ key: `${field.layer} ${layers.length}`, layer: field.layer, fields: [field], ...bytesOf(field) });
  }
  for (const layer of layers) {
    const end = Math.max(...layer.fields.map(({ byteOffset, byteLength }) => byteOffset + byteLength));
    layer.byteOffset = Math.min(...layer.fields.map(({ byteOffset }) => byteOffset));
    layer.byteLength = end - layer.byteOffset;
  }
  return layers;
}

/** The field that says most about a byte: the shortest that covers it. */
export function fieldAt(fields: readonly Field[], byte: number): Field | null {
  let found: Field | null = null;
  for (const field of fields) {
    const covers = byte >= field.byteOffset && byte < field.byteOffset + field.byteLength;
    if (covers && (found === null || field.byteLength < found.byteLength)) found = field;
  }
  return found;
}

/** VLAN tags follow each other, each with the same fields. */
function beginsAnotherTag({ layer, name }: Field, { fields }: FieldLayer): boolean {
  return layer === 'vlan' && fields[0]?.name === name;
}

function bytesOf({ byteOffset, byteLength }: Field): { byteOffset: number; byteLength: number } {
  return { byteOffset, byteLength };
}
