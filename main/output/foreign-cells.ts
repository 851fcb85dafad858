let segmenter: Intl.Segmenter | undefined;

/**
 * Cells that a text of any script takes, marks and emojis included. Libraries for this take 40 ms to load, half of a
 * short report, and hardly any report holds such text: what is slow to make is made when it comes.
 */
export function foreignCells(text: string): number {
  segmenter ??= new Intl.Segmenter();
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) cells += isEmoji(segment) ? 2 : clusterCells(segment);
  return cells;
}

/** What is drawn upon the first character takes no room, but for marks that stand beside it. */
function clusterCells(cluster: string): number {
  let cells = 0;
  for (const character of cluster) {
    if (isInvisible(character)) continue;
    if (cells === 0 || /[\p{Spacing_Mark}\uff00-\uffef]/u.test(character)) cells += isWide(character) ? 2 : 1;
  }
  return cells;
}

function isInvisible(character: string): boolean {
  return /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u.test(character);
}

/** Pictures, keys, and pairs of letters for flags. */
function isEmoji(cluster: string): boolean {
  return /^(?:\p{Regional_Indicator}{2}|(?!\p{Regional_Indicator})\p{Emoji_Presentation})|^\p{Extended_Pictographic}.*[\ufe0f\u{1f3fb}-\u{1f3ff}]|^[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}.*\u200d\p{Extended_Pictographic}/u.test(
    cluster,
  );
}

/** East_Asian_Width W and F of Unicode. */
function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d356}\u{1d360}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u.test(
    character,
  );
}
