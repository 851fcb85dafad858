const PRIME1 = 0x9e3779b1;
const PRIME2 = 0x85ebca77;
const PRIME3 = 0xc2b2ae3d;
const PRIME4 = 0x27d4eb2f;
const PRIME5 = 0x165667b1;
const STRIPE = 16;

/** XXH32 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), of bytes that come in pieces. */
export class Xxh32 {
  private readonly lanes = Int32Array.of(PRIME1 + PRIME2, PRIME2, 0, -PRIME1);
  private readonly pending = new DataView(new ArrayBuffer(STRIPE));
  private pendingLength = 0;
  private length = 0;

  add(bytes: Uint8Array): this {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length += bytes.length;
    let at = 0;
    while (this.pendingLength > 0 && this.pendingLength < STRIPE && at < bytes.length) {
      this.pending.setUint8(this.pendingLength++, view.getUint8(at++));
    }
    if (this.pendingLength === STRIPE) {
      this.addStripes(this.pending, 0, STRIPE);
      this.pendingLength = 0;
    }
    const whole = at + Math.floor((bytes.length - at) / STRIPE) * STRIPE;
    this.addStripes(view, at, whole);
    for (at = Math.max(at, whole); at < bytes.length; at++)
      this.pending.setUint8(this.pendingLength++, view.getUint8(at));
    return this;
  }

  digest(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.lanes;
    let hash = this.length < STRIPE ? PRIME5 : (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
    hash = (hash + this.length) | 0;
    let at = 0;
    for (; at + 4 <= this.pendingLength; at += 4) {
      hash = (hash + Math.imul(this.pending.getInt32(at, true), PRIME3)) | 0;
      hash = Math.imul(rotate(hash, 17), PRIME4);
    }
    for (; at < this.pendingLength; at++) {
      hash = (hash + Math.imul(this.pending.getUint8(at), PRIME5)) | 0;
      hash = Math.imul(rotate(hash, 11), PRIME1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), PRIME2);
    hash = Math.imul(hash ^ (hash >>> 13), PRIME3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  private addStripes(view: DataView, from: number, to: number): void {
    let [a = 0, b = 0, c = 0, d = 0] = this.lanes;
    for (let at = from; at < to; at += STRIPE) {
      a = round(a, view.getInt32(at, true));
      b = round(b, view.getInt32(at + 4, true));
      c = round(c, view.getInt32(at + 8, true));
      d = round(d, view.getInt32(at + 12, true));
    }
    this.lanes.set([a, b, c, d]);
  }
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME2)) | 0, 13), PRIME1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
