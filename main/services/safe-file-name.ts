/** Bytes. */
const LONGEST = 200;

/** What no file system minds: no folders, nothing hidden, nothing that Windows reserves. */
export function safeFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(/^(?=(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))/i, '_');
  return shorten(plain === '' ? 'capture' : plain);
}

/** Keeps the end, because that tells the kind of a file. */
function shorten(name: string): string {
  let characters = Array.from(name).slice(-LONGEST);
  while (Buffer.byteLength(characters.join('')) > LONGEST) characters = characters.slice(1);
  return characters.join('');
}
