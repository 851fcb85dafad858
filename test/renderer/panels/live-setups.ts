import type { CaptureStatus } from '../../../main/host-contract.ts';
import type { ListeningPlaces, LiveStatus } from '../../../main/live/live-contract.ts';
import type { WindowSetup } from './mount-window.ts';

/** When the sample split-brain.pcapng ends. */
export const SPLIT_BRAIN_END = 1_795_179_815.165;

export const PLACES: ListeningPlaces = {
  interfaces: [
    { name: 'lo', up: true, loopback: true, addresses: ['127.0.0.1', '::1'] },
    { name: 'eth1', up: false, loopback: false, addresses: [] },
    { name: 'eth0', up: true, loopback: false, addresses: ['192.0.2.10', '2001:db8::10', 'fe80::10'] },
  ],
  tools: [
    { via: 'dumpcap', state: 'ready', reason: null, command: null },
    {
      via: 'tcpdump',
      state: 'not-permitted',
      reason: { code: 'tool-not-permitted', tool: 'tcpdump', name: 'lo' },
      command: 'sudo setcap x',
    },
    { via: 'cap', state: 'missing', reason: { code: 'not-installed', tool: 'cap' }, command: null },
  ],
};

export const NOTHING_READY: ListeningPlaces = {
  ...PLACES,
  tools: [
    {
      via: 'dumpcap',
      state: 'not-permitted',
      reason: { code: 'may-not-run', path: '/usr/bin/dumpcap' },
      command: 'sudo usermod -aG wireshark "$USER"',
    },
    {
      via: 'tcpdump',
      state: 'not-permitted',
      reason: { code: 'tool-not-permitted', tool: 'tcpdump', name: 'lo' },
      command: 'sudo setcap cap_net_raw=ep /usr/bin/tcpdump',
    },
    { via: 'cap', state: 'missing', reason: { code: 'no-cap-in-desktop' }, command: null },
  ],
};

const LISTENING: LiveStatus = {
  name: 'eth0',
  via: 'dumpcap',
  state: 'listening',
  trouble: null,
  retryIn: null,
  now: null,
  quiet: 0.4,
  silenceProven: true,
  packets: 0,
  dropped: null,
  writeFailure: null,
};

export function liveStatus(live: Partial<LiveStatus>, status: Partial<CaptureStatus> = {}): Partial<CaptureStatus> {
  const all = { ...LISTENING, ...live };
  return {
    paths: ['eth0'],
    state: 'reading',
    done: 0,
    total: null,
    elapsed: 3725,
    packets: all.packets,
    ...status,
    live: all,
  };
}

/** A window that listens, to what the sample holds. */
export function listening(live: Partial<LiveStatus> = {}, status: Partial<CaptureStatus> = {}): WindowSetup {
  const now = SPLIT_BRAIN_END + 20;
  return {
    samples: ['split-brain.pcapng'],
    abilities: { live: true },
    status: liveStatus({ now, packets: 64, dropped: 0, ...live }, status),
  };
}
