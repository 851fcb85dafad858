/** These bytes break a rule. Decoding goes on as far as it can. */
export interface Problem {
  code: string;
  message: string;
  /** Of the first offending byte, from the start of the packet. */
  byteOffset: number;
}
