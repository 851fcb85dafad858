export interface ByteRange {
  offset: number;
  length: number;
}

/** A place between two packets of a capture, from which it can be read on without what lies before. */
export interface ReadingPlace {
  /** The number of the packet before it, 0 at the beginning. */
  packet: number;
  /** Where it is in the uncompressed bytes. */
  byteOffset: number;
  /** What has to be read first: the header of the file, or of the section, and its interfaces. */
  headers: readonly ByteRange[];
  /** Of `headers`, which grow, those that lie before it. */
  headerCount: number;
  /** Interfaces of sections before. */
  interfaces: number;
  /** The latest time of all packets before it: whole seconds since the Unix epoch, and the rest. */
  seconds: number;
  nanoseconds: number;
}
