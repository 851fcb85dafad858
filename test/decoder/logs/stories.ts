import { entering, onConsole, precise, type Written } from '../../support/logged.ts';
import { type Node, pair, type Story, VIP } from '../../support/story.ts';

/** What was captured, what a node logged, and what comes of it beyond the findings of the capture. */
export interface LoggedStory {
  capture: Uint8Array;
  /** Text of the logs, by node. */
  logs: Record<string, string>;
  /** Titles of findings. */
  raises: readonly string[];
  /** Of the first log. */
  offset: number | null;
}

/** A stops at 10.2; B takes over, and yields to A when it comes back at 20.2. */
const handover = told(({ a, b }) => {
  a.advertiseFrom(0, 10).resign(10.2);
  b.advertiseFrom(11.005, 20.005);
  a.advertiseFrom(20.2, 40.2);
});
const address: Written = [-5, `(VI_1) Sending/queueing gratuitous ARPs on eth0 for ${VIP}`];
const ofB: readonly Written[] = [
  address,
  [-4, '(VI_1) Entering BACKUP STATE (init)'],
  [10.2, '(VI_1) Backup received priority 0 advertisement'],
  [11.006, entering('MASTER')],
  [20.201, '(VI_1) Master received advert from 192.0.2.1 with higher priority 100, ours 50'],
  [20.201, entering('BACKUP')],
  [39, 'VRRP_Script(chk) succeeded'],
];
const late = (by: number, lines = ofB): Written[] => lines.map(([time, message]) => [time + by, message]);
/** B claims with nobody else in the capture from 11 on. */
const failover = told(({ a, b, story }) => {
  a.advertiseFrom(0, 10).resign(10.2);
  b.advertiseFrom(11.005, 20.005);
  story.other(60);
});
const SILENT = 'The log of lb02 says MASTER for VRID 51 (192.0.2.100) while nothing of it is heard';

export const LOGGED: Record<string, LoggedStory> = {
  'a log that agrees': { capture: handover, logs: { lb02: precise(ofB) }, raises: [], offset: 0 },
  'a clock that is 5 hours and 4 seconds ahead': {
    capture: handover,
    logs: { lb02: precise(late(18_004)) },
    raises: [],
    offset: -18_004,
  },
  'whole seconds of another zone': {
    capture: handover,
    logs: { lb02: onConsole(late(3600)) },
    raises: [],
    offset: -3600,
  },
  'a keyword that keepalived does not know, in a file and line in parentheses': {
    capture: handover,
    logs: {
      lb02: precise([[-6, "(/etc/keepalived/keepalived.conf: Line 18) Unknown keyword 'noprempt'"], ...ofB]),
    },
    raises: [],
    offset: 0,
  },
  'a log of something else': {
    capture: handover,
    logs: {
      lb02: precise([
        [3, '(VI_9) Entering BACKUP STATE'],
        [4, '(VI_9) Sending/queueing gratuitous ARPs on eth0 for 192.0.2.9'],
      ]),
    },
    raises: [],
    offset: null,
  },
  'MASTER in the log, and silence': {
    capture: failover,
    logs: { lb02: precise([...ofB.slice(0, 4), [40, entering('BACKUP')]]) },
    raises: [SILENT],
    offset: 0,
  },
  'MASTER in the log of a process that was killed': {
    capture: failover,
    logs: {
      lb02: precise([
        ...ofB.slice(0, 4),
        [21, 'VRRP_Script(chk) succeeded'],
        [50, 'Starting VRRP child process, pid=7'],
        [50, '(VI_1) Entering BACKUP STATE (init)'],
      ]),
    },
    raises: [],
    offset: 0,
  },
  'MASTER in the log of a host that stood still': {
    capture: failover,
    logs: {
      lb02: precise([
        ...ofB.slice(0, 4),
        [40, 'A thread timer expired 19.700000 seconds ago'],
        [40, entering('BACKUP')],
      ]),
    },
    raises: [],
    offset: 0,
  },
  'BACKUP in the log, and advertisements': {
    capture: handover,
    logs: { lb02: precise([...ofB.slice(0, 4), [15, entering('BACKUP')], [39, 'VRRP_Script(chk) succeeded']]) },
    raises: ['The log of lb02 says BACKUP for VRID 51 (192.0.2.100) while it goes on advertising'],
    offset: 0,
  },
  'a takeover without a line': {
    capture: told(({ a, b }) => {
      a.advertiseFrom(0, 10).resign(10.2);
      b.advertiseFrom(11.005, 20.005);
      a.advertiseFrom(20.2, 30.2).resign(30.4);
      b.advertiseFrom(31.205, 31.205);
      a.advertiseFrom(31.4, 50.4);
    }),
    logs: { lb02: precise([...ofB, [49, 'VRRP_Script(chk) failed']]) },
    raises: ['lb02 took over VRID 51 (192.0.2.100), and its log does not say so'],
    offset: 0,
  },
  'a takeover where the journal left lines out': {
    capture: told(({ a, b }) => {
      a.advertiseFrom(0, 10).resign(10.2);
      b.advertiseFrom(11.005, 20.005);
      a.advertiseFrom(20.2, 30.2).resign(30.4);
      b.advertiseFrom(31.205, 31.205);
      a.advertiseFrom(31.4, 50.4);
    }),
    logs: {
      lb02: `${precise(ofB)}\n${precise([[31.2, 'Suppressed 12 messages from keepalived.service']]).replace('Keepalived_vrrp', 'systemd-journald')}\n${precise([[49, 'VRRP_Script(chk) failed']])}`,
    },
    raises: [],
    offset: 0,
  },
};

function told(tell: (cast: { story: Story; a: Node; b: Node }) => unknown): Uint8Array {
  const cast = pair();
  tell(cast);
  return cast.story.capture();
}
