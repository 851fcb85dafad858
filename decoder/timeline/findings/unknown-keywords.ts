import { similarKeyword } from '../../configuration/keywords.ts';
import { placeText } from '../../configuration/place.ts';
import type { UnknownKeyword } from '../../configuration/read-statements.ts';
import { observedFrom } from './configured-subject.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

interface Use {
  name: string;
  unknown: UnknownKeyword;
}

/** Words where keepalived knows no keyword: one finding for each, however many files have it. */
export function unknownKeywordFindings(input: FindingInput): FindingDraft[] {
  const uses = new Map<string, [Use, ...Use[]]>();
  for (const { name, unknown } of input.configurations) {
    for (const one of unknown) {
      const key = JSON.stringify([one.block[0] ?? '', one.keyword]);
      const known = uses.get(key);
      if (known) known.push({ name, unknown: one });
      else uses.set(key, [{ name, unknown: one }]);
    }
  }
  return [...uses.values()].map((same) => toldOnce(same, input));
}

function toldOnce(uses: [Use, ...Use[]], input: FindingInput): FindingDraft {
  const [{ unknown }] = uses;
  const blocks = new Set(uses.map((use) => use.unknown.block.join(' ')));
  const [block = ''] = blocks;
  const keyword = blocks.size === 1 ? block : (unknown.block[0] ?? '');
  return draft('config-unknown-keyword', 'warning', null, {
    ...input.words.findings['config-unknown-keyword']({
      keyword: unknown.keyword,
      names: [...new Set(uses.map(({ name }) => name))],
      places: uses.map((use) => placeText(use.unknown.place)),
      block: keyword,
      meant: similarKeyword(unknown.keyword, unknown.known.keys()),
    }),
    routers: [],
    places: uses.map((use) => use.unknown.place),
    start: observedFrom(input),
    end: null,
    evidence: [],
  });
}
