import type { Dialect } from './mutate.ts';
import type { Random } from './random.ts';

/** Something that takes bytes which anybody may have written. */
export interface Target {
  readonly name: string;
  /** What its inputs are made of. */
  readonly dialect: Dialect;
  /** Inputs to begin with. */
  seeds(): Iterable<Uint8Array>;
  /** Another input made of one or two known ones, where bytes are not what it is made of. */
  mutate?(input: Uint8Array, other: Uint8Array, random: Random): Uint8Array;
  /** Throws where a promise is broken; else names what the input showed, which counts as reached like code does. */
  run(input: Uint8Array): Promise<readonly string[]> | readonly string[];
}
