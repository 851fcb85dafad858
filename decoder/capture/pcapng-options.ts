const END_OF_OPTIONS = 0;

/** Walks the options of one block after the other without allocating: `while (options.next()) options.code …`. */
export class PcapngOptions {
  code = 0;
  /** Of the value, without padding. */
  length = 0;
  /** Where the value starts. */
  value = 0;
  /** An option claimed more bytes than the block has. */
  damaged = false;
  view: DataView;
  littleEndian = true;
  private following = 0;
  private end = 0;

  constructor(view: DataView) {
    this.view = view;
  }

  /** The options lie in `[start..end)` of the view. */
  open(view: DataView, start: number, end: number, littleEndian: boolean): void {
    this.view = view;
    this.following = start;
    this.end = end;
    this.littleEndian = littleEndian;
    this.damaged = false;
  }

  next(): boolean {
    const at = this.following;
    if (at + 4 > this.end) return false;
    this.code = this.view.getUint16(at, this.littleEndian);
    this.length = this.view.getUint16(at + 2, this.littleEndian);
    this.value = at + 4;
    if (this.code === END_OF_OPTIONS) return false;
    if (this.value + this.length > this.end) {
      this.damaged = true;
      return false;
    }
    this.following = this.value + paddedLength(this.length);
    return true;
  }

  /** Whether this is option `code` with the length its value must have. */
  is(code: number, length: number): boolean {
    return this.code === code && this.length === length;
  }

  /** As 64 bits, high word first whatever the byte order: rounded to a double beyond 2^53. */
  unsigned64(): number {
    const first = this.view.getUint32(this.value, this.littleEndian);
    const second = this.view.getUint32(this.value + 4, this.littleEndian);
    return this.littleEndian ? second * 2 ** 32 + first : first * 2 ** 32 + second;
  }

  signed64(): number {
    return this.littleEndian
      ? this.view.getInt32(this.value + 4, true) * 2 ** 32 + this.view.getUint32(this.value, true)
      : this.view.getInt32(this.value, false) * 2 ** 32 + this.view.getUint32(this.value + 4, false);
  }
}

/** Everything in pcapng is padded to 32 bits. For lengths below 2^31. */
export function paddedLength(length: number): number {
  return (length + 3) & ~3;
}
