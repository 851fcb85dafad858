import { textWidth } from './text-width.ts';

/** Something that wants to be named: where it is, and what to say, the best first. */
export interface LabelWish<T> {
  x1: number;
  x2: number;
  texts: readonly string[];
  about: T;
}

export interface PlacedLabel<T> {
  x: number;
  width: number;
  text: string;
  about: T;
}

/**
 * Labels in the middle of what they name, inside the pixels from `left` to `right` where they are seen at rest.
 * The earlier wishes come first; a label that would cover another is shorter, or left out.
 */
export function placeLabels<T>(wishes: readonly LabelWish<T>[], left: number, right: number): PlacedLabel<T>[] {
  const placed: PlacedLabel<T>[] = [];
  for (const { x1, x2, texts, about } of wishes) {
    const inside = x2 >= left && x1 <= right;
    const middle = inside ? (Math.max(x1, left) + Math.min(x2, right)) / 2 : (x1 + x2) / 2;
    for (const text of texts) {
      const width = textWidth(text) + 16;
      const x = inside ? Math.min(Math.max(middle - width / 2, left + 2), right - width - 2) : middle - width / 2;
      if (placed.some((other) => x < other.x + other.width + 4 && other.x < x + width + 4)) continue;
      placed.push({ x, width, text, about });
      break;
    }
  }
  return placed;
}
