/** Parts of a manual page in the macros of man(7). */

export function section(title: string): string {
  return `.SH ${title}\n`;
}

export function subsection(title: string): string {
  return `.SS ${text(title)}\n`;
}

/** What stands right below a title. */
export function opening(prose: string): string {
  return `${text(prose)}\n`;
}

/** Paragraphs are parted by empty lines and filled anew; what is laid out with spaces stays so. */
export function paragraphs(prose: string): string {
  return prose
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `.PP\n${text(paragraph)}\n`)
    .join('');
}

export function tagged(list: readonly { term: string; body: string }[]): string {
  return list.map(({ term, body }) => `.TP\n${bold(term)}\n${text(body)}\n`).join('');
}

/** As it stands, in a fixed width. */
export function example(block: string): string {
  return `.EX\n${text(block.replace(/^\n+|\s+$/g, ''))}\n.EE\n`;
}

/** One line in bold. */
export function bold(line: string): string {
  return `.B "${text(line).replaceAll('"', '\\(dq')}"`;
}

/** Hyphens are those that a shell takes; a line that begins like a request is none. */
export function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replace(/[^\x20-\x7e\n]/gu, (character) => `\\[u${hexOf(character)}]`)
    .replace(/^\./gm, '\\&.');
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
