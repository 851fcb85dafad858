import type { CaptureTool } from '../../../live/live-contract.ts';

/** Where live capture can listen, and with what. */
export const interfaces = {
  interfaces: 'Interfaces',
  programs: 'Capture programs, the best first',
  any: 'all at once; their packets come without VLAN tags',
  up: 'up',
  down: 'down',
  loopback: 'loopback',
  states: { ready: 'ready', 'not-permitted': 'not permitted', missing: 'not usable' } satisfies Record<
    CaptureTool['state'],
    string
  >,
  used: 'live uses it',
  next: (command: string) => `Next: ${command}`,
  nothing: (command: string) => `Nothing can capture here yet. Packets can be piped in: ${command}`,
  oneCommand: 'Nothing can capture here yet. One command makes it work:',
};
