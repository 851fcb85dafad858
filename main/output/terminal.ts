import type { Language } from '../../decoder/wording/language.ts';

/** What a report printed to this stream may use. */
export interface Terminal {
  width: number;
  color: boolean;
  unicode: boolean;
}

/** Chinese cannot be written in ASCII: who asks for it gets UTF-8 whatever the locale. */
export function terminalOf(
  stream: { isTTY?: boolean; columns?: number },
  env: Readonly<Record<string, string | undefined>>,
  colorWanted?: boolean,
  language: Language = 'en',
): Terminal {
  const columns = Number(env.COLUMNS);
  return {
    width: stream.columns || (Number.isInteger(columns) && columns > 0 ? columns : 80),
    color: colorWanted ?? usesColor(stream, env),
    unicode: language === 'zh' || /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || ''),
  };
}

/** no-color.org: any value but the empty one. */
function usesColor(stream: { isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
