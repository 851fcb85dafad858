import type { Cause, Ended } from '../../../decoder/report.ts';

/** What the charts say. Names, times and durations come as they are shown. */
export const chartWordsEn = {
  priority: 'Priority',
  charts: {
    units: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd', wholeMin: 'min' },
    region: 'Timeline',
    instructions:
      'Arrow keys move, plus and minus zoom, 0 shows everything, brackets jump to the next event, Enter holds what is shown.',
    master: 'master',
    splitBrain: (duration: string) => `split brain ${duration}`,
    splitBrains: (count: number) => `${count}× split brain`,
    noMaster: (duration: string) => `no master ${duration}`,
    noMasterTimes: (count: number) => `${count}× no master`,
    short: (count: number) => `${count}×`,
    announcements: 'announcements',
    at: (address: string) => `${address} is at`,
    moreAddresses: (count: number) => `+${count} more: point at it`,
    more: (count: number) => `and ${count} more`,
    owner: (mac: string, router: string | null) => (router === null ? mac : `${mac} (${router})`),
    notMaster: 'not master',
    advertisements: 'Advertisements',
    secondsBetween: 'seconds between',
    advertised: (interval: string) => `every ${interval}`,
    masterDown: (routers: string, duration: string) => `Master_Down_Interval of ${routers} ${duration}`,
    nearFailover: (gap: string, missed: number) => `${gap}: ${count(missed)} missed`,
    loading: 'Reading intervals',
    noIntervals: 'Not enough advertisements for an interval here',
    intervalsFailed: 'The intervals could not be read',
    router: (priority: string) => `priority ${priority}`,
    /** A node that no packet is known to come from, and its configured priority. */
    silentNode: (mayBeHeard: boolean, priority: number | null) =>
      [mayBeHeard ? 'not told apart' : 'not heard', ...(priority === null ? [] : [priority])].join(' · '),
    silentSummary: (node: string) => `${node}: nothing that was heard is known to come from it`,
    // What is under the pointer
    isMaster: (router: string, priority: number) => `${router} is master, priority ${priority}`,
    masterSince: (start: string, duration: string) => `since ${start}, for ${duration}`,
    twoMasters: (routers: string, duration: string) => `Split brain: ${routers} are masters for ${duration}`,
    splitFrom: (start: string, end: string | null) =>
      end === null ? `from ${start}, not ended when observation did` : `from ${start} to ${end}`,
    nobody: (duration: string) => `Nobody is master for ${duration}`,
    nobodyBounds: (least: string, most: string) => `at least ${least}, at most ${most}`,
    nobodyAfter: { resignation: 'after a resignation', silence: 'after the master fell silent' },
    noneKnown: 'No master is known',
    race: (duration: string) => `Both for ${duration} while mastership changed hands`,
    transition: (from: string | null, to: string) => (from === null ? `${to} becomes master` : `${from} → ${to}`),
    cause: {
      initial: 'first seen',
      resignation: 'resignation',
      'master-down': 'master down',
      preemption: 'preemption',
      'priority-drop': 'priority drop',
      usurpation: 'usurpation',
      'split-brain-end': 'end of the split brain',
    } satisfies Record<Cause, string>,
    ended: {
      resigned: 'resigned',
      yielded: 'yielded',
      silent: 'fell silent',
      open: 'still master at the end',
    } satisfies Record<Ended, string>,
    unheard: (duration: string) => `${duration} after the last packet of the master before`,
    resigned: (router: string, time: string) => `${router} resigned at ${time}`,
    priorityChanged: (router: string, from: number, to: number) => `Priority of ${router}: ${from} → ${to}`,
    interval: (router: string, interval: string) => `${router}: ${interval} since its advertisement before`,
    intervals: (router: string, least: string, mean: string, most: string, count: number) =>
      `${router}: ${least} to ${most}, mean ${mean} (${count} advertisements)`,
    logged: (node: string, file: string, isPlaced: boolean) =>
      isPlaced ? `Log of ${node}, ${file}` : `Log of ${node} by its own clock, ${file}`,
    moreLogged: (lines: number) => (lines === 1 ? 'and one more line' : `and ${lines} more lines`),
    configured: (routers: string) => `configured: ${routers}`,
    loggedSummary: (node: string, state: string, time: string) => `log of ${node}: ${state} at ${time}`,
    loggedSummaries: (states: number) => `${states} states in logs`,
    announced: (address: string, mac: string, router: string | null, times: number) =>
      `${router ?? 'Somebody'} announced ${address} at ${mac}, ${times === 1 ? 'once' : `${times} times`}`,
    owned: (address: string, mac: string, router: string | null) =>
      `${address}: ${mac}${router === null ? '' : ` (${router})`}`,
    showPackets: 'Show packets',
    unpin: 'Close',
    pinned: 'Details of this moment',
    // Overview
    overview: 'Overview of the whole observation',
    shown: 'What is shown',
    spanStart: 'Start of what is shown',
    spanEnd: 'End of what is shown',
    // For those who hear it
    reignSummary: (router: string, start: string, end: string) => `${router} master from ${start} to ${end}`,
    splitSummary: (start: string, end: string) => `2 masters from ${start} to ${end}`,
    gapSummary: (start: string, end: string) => `no master from ${start} to ${end}`,
    manySummary: (reigns: number, splits: number, gaps: number) =>
      `${reigns} reigns, ${splits} split brains, ${gaps} windows without a master`,
    nothingSummary: 'No master in this span',
    prioritySummary: (router: string, values: string) => `${router}: ${values}`,
    intervalSummary: (router: string, interval: string, mean: string | null, most: string | null) =>
      `${router} advertises every ${interval}${mean === null ? '' : `, mean ${mean}, longest ${most}`}`,
    ownerSummary: (address: string, owners: string) => `${address} is at ${owners}`,
    lanes: 'Masters',
    transitions: 'Transitions',
    time: 'Time',
    from: 'From',
    to: 'To',
    why: 'Cause',
    after: 'Duration',
    firstOf: (shown: number, all: number) => `The first ${shown} of ${all}`,
  },
};

function count(missed: number): string {
  return ['none', 'one', 'two', 'three', 'four', 'five', 'six'][missed] ?? String(missed);
}

export type ChartWords = typeof chartWordsEn;
