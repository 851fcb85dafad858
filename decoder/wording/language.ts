/** Languages that reports and windows speak: English and Simplified Chinese. Codes are never translated. */
export const LANGUAGES = ['en', 'zh'] as const;

export type Language = (typeof LANGUAGES)[number];
