import type { Compression } from '../../decoder/report.ts';

/** What the first bytes of a file say. `container` can be named but not unpacked. */
export type Packing = { compression: Compression } | { container: string };

/** Of frames, which can follow each other in one file. */
export const FRAME_MAGIC = { zstd: 0xfd2fb528, lz4: 0x184d2204, oldLz4: 0x184c2102 } as const;

/** Holds something else than packed data, in files of either kind. */
export function isSkippable(magic: number): boolean {
  return (magic & 0xfffffff0) === 0x184d2a50;
}

function isLz4(magic: number): boolean {
  return magic === FRAME_MAGIC.lz4 || magic === FRAME_MAGIC.oldLz4;
}

/** As far as it is in sight; else that of a skippable frame. */
function magicBehindSkippable(view: DataView): number {
  let at = 0;
  while (isSkippable(view.getUint32(at, true)) && at + 8 <= view.byteLength) {
    const next = at + 8 + view.getUint32(at + 4, true);
    if (next + 4 > view.byteLength) break;
    at = next;
  }
  return view.getUint32(at, true);
}

/** Told by content, never by the file's name. */
export function sniffPacking(bytes: Uint8Array): Packing {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 2 && view.getUint16(0) === 0x1f8b) return { compression: 'gzip' };
  if (bytes.length < 4) return { compression: 'none' };
  const magic = view.getUint32(0, true);
  if (isSkippable(magic)) return { compression: isLz4(magicBehindSkippable(view)) ? 'lz4' : 'zstd' };
  if (magic === FRAME_MAGIC.zstd) return { compression: 'zstd' };
  if (isLz4(magic)) return { compression: 'lz4' };
  if (magic === 0x587a37fd) return { container: 'xz' };
  if (magic === 0x04034b50) return { container: 'ZIP' };
  if ((magic & 0xffffff) === 0x685a42) return { container: 'bzip2' };
  return { compression: 'none' };
}
