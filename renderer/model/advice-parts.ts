/** A piece of advice: running text, or a command to be copied. */
export interface AdvicePart {
  text: string;
  command: boolean;
}

const PROGRAM = '(?:arping|bridge|dmesg|ethtool|ip|ip6tables|iptables|journalctl|mergecap|nft|show|systemctl|tcpdump)';
/** What may follow in a command: options, numbers, addresses, quoted text and the words that such commands take. */
const ARGUMENT = [
  '-{1,2}[A-Za-z0-9][\\w-]*',
  'IFACE',
  'FILE',
  "'[^']*'",
  '\\|',
  '[0-9]+(?![\\w.:])',
  '[0-9]+(?:\\.[0-9]+){3}(?:/[0-9]+)?',
  '[0-9a-f]*:[0-9a-f:]+',
  '(?:addr|address|address-table|arp|default|del|fdb|filter|grep|grat|keepalived|link|list|mac|maddr|monitor|neigh|off|on)(?![\\w-])',
  '(?:oom|route|ruleset|rx|segfault|show|status|table|to|tx|vrrp)(?![\\w-])',
].join('|');
const COMMAND = new RegExp(`(?<![\\w./-])${PROGRAM}(?: (?:${ARGUMENT}))+`, 'g');

/** Tells the commands in a sentence from the sentence. */
export function adviceParts(advice: string): AdvicePart[] {
  const parts: AdvicePart[] = [];
  let at = 0;
  for (const found of advice.matchAll(COMMAND)) {
    if (found.index > at) parts.push({ text: advice.slice(at, found.index), command: false });
    parts.push({ text: found[0], command: true });
    at = found.index + found[0].length;
  }
  if (at < advice.length) parts.push({ text: advice.slice(at), command: false });
  return parts;
}
