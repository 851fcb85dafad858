const CHUNK = 1 << 20;
/** In front of each chunk, for the record that the one before cut: as long as packets may be, and a little. */
const HEADROOM = (1 << 18) + (1 << 10);

/** Memory for one chunk of a capture, and in front of it for what was left of the one before. */
class Slab {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly headroom: number;

  constructor(headroom: number) {
    this.headroom = headroom;
    this.bytes = new Uint8Array(headroom + CHUNK);
    this.view = new DataView(this.bytes.buffer);
  }
}

/** Memory that nobody uses, of whatever capture, for chunks that are read next. */
const spare: Slab[] = [];
const MOST_SPARE = 8;
const NOTHING = new DataView(new ArrayBuffer(0));

/**
 * Bytes of the capture that arrived and are not used yet: `bytes[start..end)`. Further chunks may be on their way, each
 * into memory of its own, which is used again and again: while one is looked at, the next ones are read.
 */
export class CaptureBuffer {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = NOTHING;
  start = 0;
  end = 0;
  ended = false;
  private current: Slab | undefined;
  /** Given away, in the order in which they will be filled. */
  private readonly given: Slab[] = [];
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

  /** Memory for the next chunk; more may be asked for before it is filled. */
  room(): Uint8Array {
    const slab = spare.pop() ?? new Slab(HEADROOM);
    this.given.push(slab);
    return slab.bytes.subarray(slab.headroom);
  }

  /** The first of those that were given away holds so many bytes now. What is unread is put in front of them. */
  filled(length: number): void {
    const chunk = this.given.shift();
    if (chunk === undefined) throw new Error('nothing was given to be filled');
    const { unread } = this;
    const slab = unread <= HEADROOM ? chunk : widened(chunk, Math.max(this.wanted, 2 * unread), length);
    const start = slab.headroom - unread;
    slab.bytes.set(this.bytes.subarray(this.start, this.end), start);
    this.origin += this.start - start;
    this.use(slab);
    this.start = start;
    this.end = slab.headroom + length;
  }

  /** Nothing will be looked at any more, nor filled. */
  release(): void {
    for (const slab of this.given) keep(slab);
    this.given.length = 0;
    this.use(undefined);
    this.start = 0;
    this.end = 0;
  }

  private use(slab: Slab | undefined): void {
    if (this.current !== undefined) keep(this.current);
    this.current = slab;
    this.bytes = slab?.bytes ?? new Uint8Array(0);
    this.view = slab?.view ?? NOTHING;
  }
}

function keep(slab: Slab): void {
  if (slab.headroom === HEADROOM && spare.length < MOST_SPARE) spare.push(slab);
}

/** The chunk again, behind more headroom. */
function widened(chunk: Slab, headroom: number, length: number): Slab {
  const slab = new Slab(headroom);
  slab.bytes.set(chunk.bytes.subarray(chunk.headroom, chunk.headroom + length), headroom);
  keep(chunk);
  return slab;
}
