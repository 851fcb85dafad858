/** A moment as plain numbers, exact to the nanosecond. */
export interface Timestamp {
  /** Whole seconds since the Unix epoch; negative before 1970. */
  seconds: number;
  /** 0 to 999,999,999. */
  nanoseconds: number;
}

const TWO_TO_32 = 2 ** 32;
const BINARY = 0x80;
/** A double counts whole units below 2^53: high word under 2^21. */
const EXACT_HIGH = 2 ** 21;
/** Above this many units a second the quotient of a rounded 64-bit number is off by one at most. */
const SAFE_DIVISOR = 4096;

export function isLater(a: Timestamp, b: Timestamp): boolean {
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.nanoseconds > b.nanoseconds);
}

/** Turns the 64-bit counts of one pcapng interface into timestamps: if_tsresol and if_tsoffset. */
export class TimestampScale {
  /** Seconds per unit. */
  readonly resolution: number;
  /** Whole seconds to add. */
  readonly offset: number;
  private readonly binaryExponent: number;
  /** How many times finer than a nanosecond: powers of ten, one after the other. */
  private readonly finer: number[];
  private readonly unitsPerSecond: number;
  private readonly nanosPerUnit: number;

  /** `tsresol` is the option's byte: bit 7 set for 2^-n, else 10^-n. `offset` is in seconds. */
  constructor(tsresol: number, offset: number) {
    const exponent = tsresol & ~BINARY;
    const binary = (tsresol & BINARY) !== 0;
    this.offset = offset;
    this.resolution = binary ? 2 ** -exponent : Number(`1e-${exponent}`);
    this.binaryExponent = binary ? exponent : -1;
    this.finer = binary ? [] : powersOfTen(exponent - 9);
    this.unitsPerSecond = binary ? 1 : 10 ** Math.min(exponent, 9);
    this.nanosPerUnit = 1e9 / this.unitsPerSecond;
  }

  /** Reads two words, high first, as `convert` takes them. */
  read(view: DataView, at: number, littleEndian: boolean, into: Timestamp): void {
    this.convert(view.getUint32(at, littleEndian), view.getUint32(at + 4, littleEndian), into);
  }

  /** Two words that count units after the offset; finer than nanoseconds is rounded down. */
  convert(high: number, low: number, into: Timestamp): void {
    if (this.binaryExponent >= 0) this.convertBinary(high, low, into);
    else if (this.finer.length > 0) this.convertFine(high, low, into);
    else this.convertDecimal(high, low, into);
  }

  private convertFine(high: number, low: number, into: Timestamp): void {
    for (const divisor of this.finer) {
      const rest = (high % divisor) * TWO_TO_32 + low;
      high = Math.floor(high / divisor);
      low = Math.floor(rest / divisor);
    }
    this.convertDecimal(high, low, into);
  }

  /**
   * The quotient of doubles may be one off; the remainder, reconstructed modulo 2^32, is exact and tells.
   * It fits 32 signed bits because no divisor exceeds 10^9.
   */
  private convertDecimal(high: number, low: number, into: Timestamp): void {
    const divisor = this.unitsPerSecond;
    let seconds = Math.floor((high * TWO_TO_32 + low) / divisor);
    let rest = 0;
    if (divisor >= SAFE_DIVISOR || high < EXACT_HIGH) {
      rest = (low - Math.imul(seconds, divisor)) | 0;
      if (rest < 0) {
        rest += divisor;
        seconds -= 1;
      } else if (rest >= divisor) {
        rest -= divisor;
        seconds += 1;
      }
    }
    into.seconds = seconds + this.offset;
    into.nanoseconds = rest * this.nanosPerUnit;
  }

  private convertBinary(high: number, low: number, into: Timestamp): void {
    const exponent = this.binaryExponent;
    if (exponent <= 32) {
      const scale = 2 ** exponent;
      into.seconds = high * 2 ** (32 - exponent) + Math.floor(low / scale) + this.offset;
      into.nanoseconds = fractionToNanos((low % scale) * 2 ** (32 - exponent), 0);
      return;
    }
    const scale = 2 ** Math.min(exponent - 32, 32);
    const lift = TWO_TO_32 / scale;
    const fractionHigh = (high % scale) * lift + Math.floor(low / scale);
    const fractionLow = (low % scale) * lift;
    into.seconds = Math.floor(high / scale) + this.offset;
    into.nanoseconds = Math.floor(fractionToNanos(fractionHigh, fractionLow) / 2 ** Math.max(exponent - 64, 0));
  }
}

/** 64 bits after the binary point of a second, as nanoseconds rounded down; digits of 16 bits keep products exact. */
function fractionToNanos(high: number, low: number): number {
  let carry = Math.floor(((low & 0xffff) * 1e9) / 0x10000);
  carry = Math.floor(((low >>> 16) * 1e9 + carry) / 0x10000);
  carry = Math.floor(((high & 0xffff) * 1e9 + carry) / 0x10000);
  return Math.floor(((high >>> 16) * 1e9 + carry) / 0x10000);
}

/** Factors of 10^exponent, each so small that its remainder and 32 more bits stay exact. */
function powersOfTen(exponent: number): number[] {
  const factors: number[] = [];
  for (let left = exponent; left > 0; left -= 6) factors.push(10 ** Math.min(left, 6));
  return factors;
}
