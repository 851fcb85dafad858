import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Analysis, analyze } from '../../../decoder/analyze.ts';
import type { Finding, Report } from '../../../decoder/report.ts';
import { verdictSentence } from '../../../decoder/wording/verdict.ts';
import { wordsOf } from '../../../decoder/wording/words.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { everyStory, type ToldStory } from './every-story.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples');
const inputs: ToldStory[] = [
  ...readdirSync(SAMPLES)
    .filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name))
    .map((name) => ({ name, sources: [captureFile(join(SAMPLES, name))], options: {} })),
  ...everyStory(),
];

const reports = await Promise.all(
  inputs.map(async ({ name, sources, options }) => {
    const analysis = new Analysis(sources, { showPasswords: true, endless: true, ...options });
    await analysis.run();
    return { name, english: analysis.report('en'), chinese: analysis.report('zh') };
  }),
);

describe.each(reports)('$name', { timeout: 60_000 }, ({ english, chinese }) => {
  it('tells the same in both languages', () => {
    expect(withoutTexts(chinese)).toEqual(withoutTexts(english));
  });

  it('loses no number, address, code or keyword', () => {
    const others = textsOf(chinese);
    const pairs = textsOf(english).map((text, index) => ({ text, other: others[index] ?? '' }));
    for (const { text, other } of pairs) expect(factsIn(other), `${text}\n${other}`).toEqual(factsIn(text));
  });

  it('is Chinese, spaced and punctuated as Chinese is', () => {
    const texts = [...textsOf(chinese), verdictSentence(chinese, () => '03:12:05.441', wordsOf('zh'))];
    for (const text of texts) expectChinese(text);
  });
});

describe('all findings', () => {
  it('are raised by a sample or a story here, so none is left unlooked at', () => {
    const { findings, mismatches } = wordsOf('en');
    const raised = new Set<string>(reports.flatMap(({ english }) => english.findings.map(({ code }) => code)));
    expect([...raised].sort()).toEqual([...Object.keys(findings), ...Object.keys(mismatches.advice)].sort());
  });
});

describe('analyze', () => {
  it('speaks the language that it is asked for, and English if none', async () => {
    const open = () => captureFile(join(SAMPLES, 'steady.pcapng'));
    const explanation = async (language?: 'en' | 'zh') => {
      const report = await analyze([open()], language === undefined ? {} : { language });
      return report.virtualRouters[0]?.transitions[0]?.explanation;
    };
    expect(await explanation()).toBe('10.128.86.20 is the first master seen.');
    expect(await explanation('en')).toBe('10.128.86.20 is the first master seen.');
    expect(await explanation('zh')).toBe('10.128.86.20 是观测到的第一个主用。');
  });
});

function textsOf({ findings, virtualRouters, incidents }: Report): string[] {
  return [
    ...incidents.map(({ title }) => title),
    ...findings.flatMap(({ title, explanation, advice }) => [title, explanation, advice]),
    ...virtualRouters.flatMap(({ transitions }) => transitions.map(({ explanation }) => explanation)),
  ];
}

function withoutTexts(report: Report): unknown {
  const mute = ({ title, explanation, advice, ...rest }: Finding) =>
    [title, explanation, advice].map(isTold).concat(rest);
  return {
    ...report,
    findings: report.findings.map(mute),
    incidents: report.incidents.map(({ title, ...rest }) => [isTold(title), rest]),
    virtualRouters: report.virtualRouters.map((virtualRouter) => ({
      ...virtualRouter,
      transitions: virtualRouter.transitions.map(({ explanation, ...rest }) => [isTold(explanation), rest]),
    })),
  };
}

function isTold(text: string): unknown {
  return text !== '';
}

/**
 * What means the same in every language: whatever holds a digit or an underscore, and abbreviations. Numbers are told
 * equally often; names stand wherever a sentence needs them.
 */
function factsIn(text: string): string[] {
  const tokens = (text.match(/[\w.:-]*[\d_][\w.:-]*|\b[A-Z]{3,}s?\b/g) ?? []).map((token) =>
    token.replace(/^[-.:]+|[-.:]+$|(?<=^[A-Z]+)s$/g, ''),
  );
  const isNumber = (token: string) => /^\d+(\.\d+)?$/.test(token);
  return [...tokens.filter(isNumber), ...new Set(tokens.filter((token) => !isNumber(token)))].sort();
}

/** A command, from its name to what ends it in a Chinese sentence. */
const COMMAND =
  /(?:\b(?:ip|arping|tcpdump|journalctl|dmesg|nft|bridge|show|systemctl|ethtool) )(?:[^\p{Script=Han}，；：。（）]|或)*/gu;

function expectChinese(text: string): void {
  const prose = text
    .replace(/“[^”]*”/gu, '')
    .replace(/"[^"]*"|'[^']*'/gu, 'X')
    .replace(COMMAND, '');
  expect(text).toMatch(/\p{Script=Han}/u);
  expect(prose, 'English words').not.toMatch(/[A-Za-z]+(?:[ ,;.]+[A-Za-z]+){3}/);
  expect(prose, 'half-width punctuation').not.toMatch(/\p{Script=Han} ?[,;:.?!()]|[,;?!()] ?\p{Script=Han}/u);
  expect(prose, 'no space beside Latin').not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/u);
  expect(prose, 'a space too many').not.toMatch(
    /\p{Script=Han} \p{Script=Han}| {2}| [，。；：（）、]|[，。；：（）、] /u,
  );
  expect(prose, 'a parameter that was not there').not.toMatch(/undefined|null|NaN|\[object/);
}
