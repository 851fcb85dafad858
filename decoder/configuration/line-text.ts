/**
 * Removes a comment (from `#` or `!` to the end of the line, not inside double quotes), the backslash of `\#` and `\!`,
 * and white space at both ends. A backslash that ends the line stays (keepalived lib/parser.c: decomment).
 */
export function decomment(line: string): string {
  let text = line.replace(/^[ \t]+/, '');
  let quoted = false;
  let comment = -1;
  let isContinued = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      if (comment < 0) quoted = !quoted;
    } else if (character === '\\') {
      if (at === text.length - 1) {
        text = text.slice(0, at);
        isContinued = true;
      } else if (!quoted && (text[at + 1] === '#' || text[at + 1] === '!')) {
        text = text.slice(0, at) + text.slice(at + 1);
      } else at++;
    } else if ((character === '!' || character === '#') && !quoted && comment < 0) comment = at;
  }
  const kept = (comment < 0 ? text : text.slice(0, comment)).replace(/[ \t]+$/, '');
  return isContinued ? `${kept}\\` : kept;
}

/** Words between white space; what double quotes hold is one word (lib/parser.c: alloc_strvec_r). */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  const word = /[ \t\f\n\r\v]*(?:"([^"]*)("?)|([^ \t\f\n\r\v"]+))/y;
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    const [, quoted, closing, plain] = match;
    // Without its other quote keepalived drops the rest of the line
    if (quoted !== undefined && closing === '') break;
    words.push(quoted ?? plain ?? '');
  }
  return words;
}

/** Where the first brace stands that is not in double quotes; -1 without one. */
export function braceIn(text: string): number {
  const brace = /^[^{}"]*(?:"[^"]*"[^{}"]*)*([{}])/.exec(text);
  if (text.startsWith('{') || text.startsWith('}')) return 0;
  return brace === null ? -1 : brace[0].length - 1;
}
