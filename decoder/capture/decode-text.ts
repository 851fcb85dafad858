/** In Node and in browsers, though not in the language's own library. */
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const LONGEST_TEXT = 255;
const utf8 = new TextDecoder();

/** UTF-8 up to the first zero byte; cut after 255 bytes, so that a hostile file cannot fill the memory. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const text = bytes.subarray(start, Math.min(end, start + LONGEST_TEXT));
  const zero = text.indexOf(0);
  return utf8.decode(zero < 0 ? text : text.subarray(0, zero));
}
