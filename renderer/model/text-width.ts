const WIDE = /[A-Z@%mw]/;

/** About how wide a text of the small size is. */
export function textWidth(text: string, size = 12): number {
  let width = 0;
  for (const letter of text) width += size * (letter.charCodeAt(0) > 0x2e80 ? 1 : WIDE.test(letter) ? 0.78 : 0.6);
  return width;
}

/** Shortened in its middle: addresses differ at their ends. */
export function fitText(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  const letters = [...text];
  let cut = letters.length - 1;
  const shortened = () =>
    `${letters.slice(0, Math.ceil(cut / 2)).join('')}…${letters.slice(-Math.floor(cut / 2)).join('')}`;
  while (cut > 2 && textWidth(shortened(), size) > room) cut--;
  return shortened();
}
