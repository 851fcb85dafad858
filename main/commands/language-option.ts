import { Option } from 'commander';
import { LANGUAGES } from '../../decoder/wording/language.ts';

/** The locale is not asked: what scripts read should not depend on it. */
export function languageOption(): Option {
  return new Option(
    '--lang <LANGUAGE>',
    'speak English, which is the default in every locale, or Simplified Chinese',
  ).choices(LANGUAGES);
}
