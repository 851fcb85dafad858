import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { counted, describe, duration, list, plural } from './text.ts';

interface Sent {
  router: string;
  advertisements: number;
  /** From the first to the last of them. */
  length: Nanos;
}

interface Undelivered {
  virtualRouter: Subject;
  router: string;
  /** Where they are missing. */
  view: string;
  advertisements: number;
  /** Most of them in a row. */
  longest: number;
  explanation: string;
}

interface FewMatches {
  view: string;
  other: string;
  matched: number;
}

interface Disagreement extends FewMatches {
  outliers: number;
}

/** Which advertisements reached which place. */
export const deliveries = {
  leftAndNeverArrived: ({ at, ...sent }: Sent & { at: string }) =>
    `${sentOnes(sent)} left ${sent.router} and never arrived at ${at}.`,
  leftAndNotSeen: ({ view, ...sent }: Sent & { view: string }) =>
    `${sentOnes(sent)} left ${sent.router} and were never seen in view ${view}.`,
  neverArrived: ({ views, at, ...sent }: Sent & { views: readonly string[]; at: string }) =>
    `${sentOnes(sent)} were seen in ${named(views)} and never arrived at ${at}.`,
  notSeen: ({ views, view, ...sent }: Sent & { views: readonly string[]; view: string }) =>
    `${sentOnes(sent)} were seen in ${named(views)} and never in view ${view}.`,
  refused: ({ router, by }: { router: string; by: string }) =>
    `Meanwhile the advertisements of ${router} arrived at the interface of ${by} and were not accepted: something on ${by} itself drops them, such as a local filter.`,
  reached: ({ router, deaf, views }: { router: string; deaf: string; views: readonly string[] }) =>
    `Meanwhile the advertisements of ${router} were seen in ${named(views)}; if that was captured on ${deaf}, they arrived there and something on ${deaf} itself drops them, such as a local filter.`,
  findFilter: (routers: readonly string[]) =>
    `On ${list(routers)}: what drops packets that have arrived? nft list ruleset; iptables-save; sysctl net.ipv4.conf.all.rp_filter; ip maddr show (was the group joined on this interface?)`,
  findWhatIsBetween:
    'Look between the two places, not on the hosts: IGMP snooping without a querier, port filters and storm control of the switches, cloud security groups, a cable or a trunk that carries one direction. A third capture in between, read along as another --view, halves the way.',
  nothingLeft: (router: string) =>
    `The capture made on ${router} shows nothing that it sent meanwhile: it stopped sending, nothing was lost on the way.`,
  nothingSeen: ({ router, views }: { router: string; views: readonly string[] }) =>
    `Nothing of ${router} was seen meanwhile in any of ${named(views)}; if one of them was captured on ${router}, it stopped sending.`,
};

/** What comes of reading several captures of one time together. */
export const viewpoints = {
  'advertisements-undelivered': ({
    virtualRouter,
    router,
    view,
    advertisements,
    longest,
    explanation,
  }: Undelivered): FindingWords => ({
    title: `${plural(advertisements, 'advertisement')} of ${router} did not reach view ${view}`,
    explanation: `${explanation} ${longest === 1 ? 'They were single ones' : `At most ${longest} were missing in a row`}; at three in a row the backups of ${describe(virtualRouter)} take over.`,
    advice:
      'Look for loss on the way between the two places: errors and drops of the ports (ethtool -S IFACE; ip -s link), storm control, congestion. A capture in between halves the way.',
  }),

  'view-clock-uncertain': {
    few: ({ view, other, matched }: FewMatches): FindingWords => ({
      title: `The clock of view ${view} rests on ${plural(matched, 'packet')}`,
      explanation: `Only ${plural(matched, 'packet')} of view ${view} could be found in view ${other}. The offset of its clock follows from that, its drift is not known: later times may be off by milliseconds or more, and one wrong match would put them anywhere.`,
      advice:
        'Let the captures overlap for longer, or run NTP on both hosts. Advertisements are matched by their IPv4 identification; IPv6 has none, and takes some thirty advertisements in a row that both captures show.',
    }),
    disagreement: ({ view, other, matched, outliers }: Disagreement): FindingWords => ({
      title: `The clock of view ${view} did not run evenly`,
      explanation: `${plural(matched + outliers, 'packet')} of view ${view} were found in view ${other}, and ${outliers} of them do not fit the offset and drift of the others: one of the clocks was set or slewed while capturing. Around that time the two views contradict each other.`,
      advice: 'Cut the captures at the time where a clock was set (editcap -A -B), and report on each part.',
    }),
    own: ({ view }: { view: string }): FindingWords => ({
      title: `The clock of view ${view} could not be compared`,
      explanation: `View ${view} shows no advertisement that another view shows, so its own clock is taken as it is. If the captures are of one time, that itself means that nothing passed between these places; how well the times fit depends on the hosts' clocks.`,
      advice:
        'Check how far the clocks of the hosts are apart (chronyc tracking; date), or let the captures begin before the fault.',
    }),
    leftOut: ({ view }: { view: string }): FindingWords => ({
      title: `View ${view} could not be put on the clock of the others and was left out`,
      explanation: `View ${view} shows advertisements of the same routers, but which packet is which cannot be told: they carry no number (IPv6 has no identification, some senders use a constant one), and the gaps between them do not show beyond doubt that they are the same, or the captures are of different times. Nothing of it is part of this history.`,
      advice:
        'Were the captures made at the same time? Let them overlap by minutes without a fault, or capture IPv4 advertisements of the same hosts along with them, whose identifications can be matched; or report on each file by itself.',
    }),
    contradicted: {
      'no-advertisements': ({ view }: { view: string }): FindingWords => ({
        title: `View ${view} shows no advertisement and was left out`,
        explanation: `View ${view} holds no VRRP advertisement that can be read, so nothing tells how its clock stands against the others, nor what it missed. Nothing of it is part of this history.`,
        advice:
          'Was it captured on the interface where VRRP is spoken, with a filter that lets IP protocol 112 through, and with whole packets (tcpdump -s 0 ip proto 112 or ip6 proto 112 or arp or icmp6)?',
      }),
      'other-times': ({ view }: { view: string }): FindingWords => ({
        title: `View ${view} is of another time by its own clock and was left out`,
        explanation: `View ${view} shows no advertisement that another view shows, and by its own clock it was captured when the first view was not: either it is of another time, or its clock is far off and nothing tells by how much. Nothing of it is part of this history.`,
        advice:
          'Were the captures made at the same time? Let them begin before the fault, so that both show some of the same advertisements.',
      }),
      'other-hardware': ({ view }: { view: string }): FindingWords => ({
        title: `View ${view} shows another segment and was left out`,
        explanation: `View ${view} shows advertisements with the same addresses, VRIDs and numbers, but sent from other MAC addresses: they are those of other hosts, such as a clone of this segment. Nothing of it is part of this history.`,
        advice: 'Report on each segment by itself.',
      }),
      'other-rhythm': ({ view }: { view: string }): FindingWords => ({
        title: `View ${view} shows another segment and was left out`,
        explanation: `View ${view} shows advertisements with the same addresses, VRIDs and numbers, but the times between them vary in another way than in the other views: another host's timer sent them, as in a clone of this segment or after a restart. Nothing of it is part of this history.`,
        advice: 'Were the captures made at the same time on the same segment? If not, report on each file by itself.',
      }),
      'other-order': ({ view }: { view: string }): FindingWords => ({
        title: `View ${view} contradicts the others and was left out`,
        explanation: `View ${view} shows advertisements with the same addresses, VRIDs and numbers, but those that look the same stand in another order or at other distances, and no clock that was set explains it: the captures are of different segments with the same addresses, or of different times. Nothing of it is part of this history.`,
        advice: 'Were the captures made at the same time on the same segment? If not, report on each file by itself.',
      }),
    },
    partLeftOut: ({ view, advertisements }: { view: string; advertisements: number }): FindingWords => ({
      title: `${plural(advertisements, 'advertisement')} of view ${view} could not be put on the clock`,
      explanation: `The clock of view ${view} was set around here, and too few packets that another view shows, too, tell by how much. ${plural(advertisements, 'advertisement')} that it captured then are no part of this history.`,
      advice: 'Report on the capture of this view by itself to see them.',
    }),
  },
};

interface ComparedClock {
  view: string;
  first: string;
  /** A formatted duration. */
  offset: string;
  isBehind: boolean;
  /** Parts per million. */
  drift: number;
  matched: number;
}

/** A line for each view: how its clock stands against the first view's; and for what it missed. */
export const viewLines = {
  first: (view: string) => `${view}: times are by its clock`,
  compared: ({ view, first, offset, isBehind, drift, matched }: ComparedClock) =>
    `${view}: clock ${offset} ${isBehind ? 'behind' : 'ahead of'} ${first}'s, drifting ${drift.toFixed(1)} ppm, ${counted(matched, 'packet')} matched`,
  ownClock: (view: string) => `${view}: its own clock, which could not be compared`,
  leftOut: (view: string) => `${view}: left out, its packets could not be put on the clock`,
  undelivered: ({ router, view, advertisements }: { router: string; view: string; advertisements: number }) =>
    `${plural(advertisements, 'advertisement')} of ${router} never reached view ${view}`,
};

function sentOnes({ router, advertisements, length }: Sent): string {
  const count = plural(advertisements, 'advertisement');
  return length > 0 ? `${count} of ${router} in ${duration(length)}` : `${count} of ${router}`;
}

function named(views: readonly string[]): string {
  return views.length === 1 ? `view ${list(views)}` : `the views ${list(views)}`;
}
