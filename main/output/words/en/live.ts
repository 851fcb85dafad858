import { counted } from '../../../../decoder/wording/en/text.ts';
import type { LiveStatus } from '../../../live/live-contract.ts';

interface Input {
  name: string;
  via: LiveStatus['via'];
}

/** What `live` says while it goes on. */
export const live = {
  listening: (input: Input) => listening(input),
  listeningAgain: (input: Input) => `again ${listening(input)}`,
  opening: (name: string) => `opening ${name}`,
  since: (time: string) => `since ${time}`,
  lost: (trouble: string) => `${trouble}; trying again`,
  hasEnded: (name: string) => `${name} has ended`,
  retry: (trouble: string, seconds: number) => `${trouble}; trying again in ${seconds} s`,
  nothingReceived: (seconds: number) => `nothing received for ${seconds} s`,
  nothingReceivedWhy: (seconds: number, why: string) => `nothing received for ${seconds} s: ${why}`,
  why: {
    pipe: 'the sender may be silent, or the pipe stalled',
    nothingYet: 'nothing at all since the beginning: is this the segment of the routers?',
    programStalled: 'whether nobody sends cannot be told while the capture program stands still',
  },
  receivedAgain: 'packets are received again',
  dropped: (count: number) => `the kernel dropped ${counted(count, 'packet')}`,
  droppedMeans: 'silence is weaker evidence now',
  writtenAgain: 'packets are written again',
  dropsUnknown: 'drops unknown',
  noDrops: 'no drops',
  drops: (count: number) => `${counted(count, 'packet')} dropped`,
  quiet: (time: string) => `quiet for ${time}`,
  commandSays: (line: string) => `the command says: ${line}`,
  withDetail: (text: string, detail: string) => `${text}: ${detail}`,

  noLongerSo: (text: string) => `no longer so: ${text}`,
  revised: (text: string) => `revised: ${text}`,
  priority: ({ router, change }: { router: string; change: string }) => `${router} priority ${change}`,
  twoMasters: (who: string) => `two masters: ${who}`,
  twoMastersFor: (length: string, who: string) => `two masters for ${length}: ${who}`,
  twoMastersEnded: (length: string) => `two masters no more, after ${length}`,
  noMaster: 'no master',
  noMasterFor: (least: string, most: string) => `no master for ${least} to ${most}`,
  noMasterEnded: (least: string, most: string) => `a master again, after ${least} to ${most} without one`,

  now: {
    unheard: 'no master is heard',
    master: (router: string) => `${router} is master`,
    masterFor: (router: string, length: string) => `${router} is master for ${length}`,
    twoMasters: (length: string) => `two masters for ${length}`,
    noMaster: (length: string) => `no master for ${length}`,
  },

  nothingYet: 'No VRRP advertisement yet.',
  /** Virtual routers that there is no room for; `isAll` where no other is shown. */
  rest: ({ count, isAll, isQuiet }: { count: number; isAll: boolean; isQuiet: boolean }) =>
    `${count}${isAll ? '' : ' more'}${isQuiet ? ', uneventful' : ''}: `,
  endsWith: 'Ctrl-C ends with the report',
  endsWithKey: 'q or Ctrl-C ends with the report',
};

function listening({ name, via }: Input): string {
  if (via === 'command') return `reading from the command ${name}`;
  if (via === 'pipe') return `reading from ${name === '-' ? 'standard input' : name}`;
  return `listening on ${name} with ${via}`;
}
