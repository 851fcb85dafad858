import type { Compression } from '../../decoder/report.ts';

/** What the first bytes of a file say. `container` can be named but not unpacked. */
export type Packing = { compression: Compression } | { container: string };

const ZSTD_SKIPPABLE = 0x184d2a50;

/** Told by content, never by the file's name. */
export function sniffPacking(bytes: Uint8Array): Packing {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 2 && view.getUint16(0) === 0x1f8b) return { compression: 'gzip' };
  if (bytes.length < 4) return { compression: 'none' };
  const magic = view.getUint32(0, true);
  if (magic === 0xfd2fb528 || (magic & 0xfffffff0) === ZSTD_SKIPPABLE) return { compression: 'zstd' };
  if (magic === 0x184d2204) return { compression: 'lz4' };
  if (magic === 0x184c2102) return { container: 'LZ4 (old form)' };
  if (magic === 0x587a37fd) return { container: 'xz' };
  if (magic === 0x04034b50) return { container: 'ZIP' };
  if ((magic & 0xffffff) === 0x685a42) return { container: 'bzip2' };
  return { compression: 'none' };
}
