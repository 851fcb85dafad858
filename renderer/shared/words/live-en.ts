import { remedies, troubles } from '../../../decoder/wording/en/troubles.ts';
import { type Remedy, type Trouble, tellRemedy, tellTrouble } from '../../../decoder/wording/trouble.ts';
import type { CaptureTool, Via } from '../../../main/live/live-contract.ts';

const many = (count: number, one: string, several = `${one}s`) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;

/** What is said about listening to an interface. Durations come as they are shown. */
export const liveWordsEn = {
  live: {
    /** What a capture program or an interface says comes in English. */
    trouble: (trouble: Trouble) => tellTrouble(trouble, troubles),
    remedy: (remedy: Remedy) => tellRemedy(remedy, remedies),
    listen: 'Listen…',
    listenHint: 'Listen to an interface (Ctrl Shift L)',
    // Where to listen
    choose: 'Listen to an interface',
    where: 'Interfaces are those of the machine where vrrpscope runs.',
    looking: 'Looking for interfaces and capture programs …',
    cannotLook: 'The interfaces cannot be listed.',
    interfaces: 'Interface',
    noInterfaces: 'This machine has no network interface.',
    up: 'up',
    down: 'down',
    loopback: 'loopback',
    noAddresses: 'no addresses',
    programs: 'Capture program',
    used: 'will be used',
    states: { ready: 'ready', 'not-permitted': 'not permitted', missing: 'missing' } satisfies Record<
      CaptureTool['state'],
      string
    >,
    noneReady:
      'No capture program can be used yet. One command makes it work; vrrpscope itself never has to run as root.',
    noneReadyAtAll: 'No capture program can be used yet.',
    again: 'Look again',
    start: 'Start listening',
    cancel: 'Cancel',
    // While it goes on
    bar: 'Listening',
    via: { dumpcap: 'dumpcap', tcpdump: 'tcpdump', cap: 'cap', pipe: 'a pipe', command: 'a command' } satisfies Record<
      Via,
      string
    >,
    starting: (name: string) => `Starting to listen to ${name}`,
    listening: (name: string) => `Listening to ${name}`,
    waiting: (name: string) => `${name} is lost`,
    withTool: (tool: string) => `with ${tool}`,
    packets: (count: number) => many(count, 'packet'),
    noDrops: 'no drops',
    drops: (count: number) => `${count.toLocaleString('en-US')} dropped`,
    dropsUnknown: 'drops unknown',
    dropsHint: 'Packets that the kernel could not hand over in time',
    quiet: (time: string) => `quiet for ${time}`,
    nothingReceived: (time: string) => `nothing received for ${time}`,
    retry: (time: string) => `trying again in ${time}`,
    retryNow: 'trying again',
    follow: 'Follow',
    followHint: 'Show what happens now (Ctrl Shift F)',
    following: 'Following',
    /** Of a finding that has not ended. */
    goesOn: 'goes on',
    stop: 'Stop',
    save: 'Save packets',
    // Nothing to show yet
    listeningWith: (name: string, tool: string) => `Listening to ${name} with ${tool}`,
    nothingYet: 'Nothing heard yet.',
    noVrrpYet: (packets: string) => `${packets} heard, and no VRRP among them yet.`,
    shownSoon: 'Virtual routers appear here as soon as one is heard.',
    // Afterwards
    ended: (name: string, time: string) => `Listening to ${name} has ended after ${time}.`,
    keepHint: 'What was heard is kept until it is closed here; save what is still needed.',
    listenAgain: 'Listen again',
    failedTitle: (name: string) => `${name} cannot be listened to`,
    nothingHeardTitle: (name: string) => `Nothing was heard on ${name}`,
    nothingHeard: 'Is it the interface of the segment where the routers are?',
    // Of months only the last is kept
    notKept: 'This packet is no longer kept: too many have come since.',
    incomplete: 'The oldest packets of this time are no longer kept. What happened then is.',
  },
};

export type LiveWords = typeof liveWordsEn;
