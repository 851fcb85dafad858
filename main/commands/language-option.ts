import { Option } from 'commander';
import { LANGUAGES } from '../../decoder/wording/language.ts';

/** The locale is not asked: what scripts read should not depend on it. */
export function languageOption(): Option {
  return new Option(
    '--lang <LANGUAGE>',
    'speak English, or 简体中文 (zh), whatever the locale; English if not given',
  ).choices(LANGUAGES);
}
