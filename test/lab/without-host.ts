const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
/** if_name, if_tsresol, if_tsoffset. */
const KEPT_OPTIONS = new Set([2, 9, 14]);

/** A little-endian pcapng without what it says about the machine that captured it; anything else unchanged. */
export function withoutHost(capture: Uint8Array): Uint8Array {
  const bytes = Buffer.from(capture);
  if (bytes.readUInt32LE(0) !== SECTION_HEADER) return capture;
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const block = bytes.subarray(at, at + length);
    const type = block.readUInt32LE(0);
    if (type === SECTION_HEADER) blocks.push(rebuilt(type, block.subarray(8, 24), []));
    else if (type === INTERFACE_DESCRIPTION) blocks.push(rebuilt(type, block.subarray(8, 16), keptOptions(block)));
    else blocks.push(block);
    at += length;
  }
  return Buffer.concat(blocks);
}

function keptOptions(block: Buffer): Buffer[] {
  const kept: Buffer[] = [];
  for (let at = 16; at + 4 <= block.length - 4; ) {
    const end = at + 4 + Math.ceil(block.readUInt16LE(at + 2) / 4) * 4;
    if (KEPT_OPTIONS.has(block.readUInt16LE(at))) kept.push(block.subarray(at, end));
    at = end;
  }
  return [...kept, Buffer.alloc(4)];
}

function rebuilt(type: number, fixed: Buffer, options: readonly Buffer[]): Buffer {
  const body = Buffer.concat([fixed, ...options]);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(body.length + 12, 4);
  return Buffer.concat([head, body, head.subarray(4)]);
}
