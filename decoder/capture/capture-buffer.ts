const CAPACITY = 1 << 20;
const LEAST_ROOM = 1 << 16;

/** Memory of captures that have been read, for those that are read next. */
const spare: Uint8Array<ArrayBuffer>[] = [];
const MOST_SPARE = 4;

/**
 * Bytes of the capture that arrived and are not used yet: `bytes[start..end)`.
 * Leftovers move to the front and the memory is used again, so it grows only to hold one large record.
 */
export class CaptureBuffer {
  bytes = spare.pop() ?? new Uint8Array(CAPACITY);
  view = new DataView(this.bytes.buffer);
  start = 0;
  end = 0;
  ended = false;
  /** Where `bytes[0]` lies in the uncompressed stream. */
  private origin = 0;
  private wanted = 0;

  get unread(): number {
    return this.end - this.start;
  }

  /** Where `bytes[at]` lies in the uncompressed stream. */
  offsetOf(at: number): number {
    return this.origin + at;
  }

  /** Nothing can go on before `length` unread bytes are here. The caller keeps `length` sane. */
  want(length: number): void {
    this.wanted = length;
  }

  room(): Uint8Array {
    this.bytes.copyWithin(0, this.start, this.end);
    this.origin += this.start;
    this.end -= this.start;
    this.start = 0;
    const needed = Math.max(this.wanted, this.end + LEAST_ROOM);
    if (needed > this.bytes.length) this.grow(needed);
    return this.bytes.subarray(this.end);
  }

  /** Nothing will be looked at any more. */
  release(): void {
    if (this.bytes.length === CAPACITY && spare.length < MOST_SPARE) spare.push(this.bytes);
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
    this.start = 0;
    this.end = 0;
  }

  private grow(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    bytes.set(this.bytes.subarray(0, this.end));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
