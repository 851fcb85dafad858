/** What names of capture files end in, packed or not. */
export const CAPTURE_SUFFIX = /(?:\.(?:pcapng|pcap|cap|ntar|dmp))?(?:\.(?:gz|zst|lz4))?$/i;

/** The last part of a path, as both kinds of systems write them. */
export function baseName(path: string): string {
  return path.replace(/^.*[/\\]/, '');
}
