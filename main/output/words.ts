import { wordsOf } from '../../decoder/wording/words.ts';

/** The language of everything that the command line prints. */
export const words = wordsOf('en');
