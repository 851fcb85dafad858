import type { ConfiguredNode } from '../../decoder/wording/report-index.ts';
import type { OutputWords } from './words.ts';

const MOST_TRACKED = 4;

/** `lb01 VI_1 on eth0, priority 150, nopreempt, track_script chk -20, sync group G1`. */
export function configuredText({ node, instance }: ConfiguredNode, words: OutputWords): string {
  const { name, interface: where, priority, syncGroup, nopreempt, knownBy } = instance;
  const tracked = trackedTexts({ instance }, words);
  const isGuessed = knownBy === 'priority';
  return words.terminal.report.configured({ node, name, where, priority, nopreempt, tracked, syncGroup, isGuessed });
}

/** What an instance watches, with its weight where it has one. */
export function trackedTexts(
  { instance: { tracked } }: Pick<ConfiguredNode, 'instance'>,
  { terminal }: OutputWords,
): string[] {
  const shown = tracked.slice(0, MOST_TRACKED).map(({ kind, name, weight }) => {
    return weight === 0 ? `${kind} ${name}` : `${kind} ${name} ${weight > 0 ? '+' : ''}${weight}`;
  });
  const rest = tracked.length - shown.length;
  return rest > 0 ? [...shown, terminal.report.moreTracked(rest)] : shown;
}
