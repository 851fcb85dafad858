import type { Compression } from '../../decoder/report.ts';

/** What the packed bytes held. Loaded only where needed: most captures are not compressed, and starting quickly matters. */
export async function unpack(
  compression: Exclude<Compression, 'none'>,
  packed: AsyncIterable<Uint8Array>,
): Promise<AsyncGenerator<Uint8Array>> {
  return compression === 'gzip'
    ? (await import('./unpack-gzip.ts')).unpackGzip(packed)
    : (await import('./unpack-frames.ts')).unpackFrames(packed, compression);
}
