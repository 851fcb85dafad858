import { instance } from '../../support/configured.ts';
import { type Node, pair, type Story } from '../../support/story.ts';

/** What was heard, what the nodes are configured to do, and which findings that raises beyond those of the capture. */
export interface ConfiguredStory {
  capture: Uint8Array;
  configurations: Record<string, string>;
  /** Code and severity, in the report's order. */
  raises: readonly string[];
  /** What a title or explanation says. */
  says?: readonly string[];
}

const WARNED = 'config-difference warning';
const MISTAKE = 'config-mistake warning';

/** A is master throughout, and B is silent. */
const steady = told(({ a }) => a.advertiseFrom(0, 20));
/** A stops, B takes over, A comes back. */
const both = told(({ a, b }) => {
  a.advertiseFrom(0, 10).resign(10.2);
  b.advertiseFrom(11.005, 20.005);
  a.advertiseFrom(20.2, 30.2);
});

const pass = (password: string) => [`authentication {`, 'auth_type PASS', `auth_pass ${password}`, '}'];
const weighted = (weight: number) => `vrrp_script chk {\n script /bin/true\n interval 1\n weight ${weight}\n}\n`;
const watched = { lines: ['track_script {', 'chk', '}'] };
const unicast = (own: number, ...peers: number[]) => [
  `unicast_src_ip 192.0.2.${own}`,
  'unicast_peer {',
  ...peers.map((peer) => `192.0.2.${peer}`),
  '}',
];

export const CONFIGURED: Record<string, ConfiguredStory> = {
  'a pair as configured': { capture: both, configurations: { lb01: instance(100), lb02: instance(50) }, raises: [] },

  'a misspelt nopreempt': {
    capture: both,
    configurations: { lb01: instance(100, { lines: ['state BACKUP', 'noreempt'] }), lb02: instance(50) },
    raises: ['config-unknown-keyword warning'],
    says: ['lb01: keepalived does not know noreempt; nopreempt was probably meant', 'lb01.conf:6', 'So it preempts'],
  },
  'a keyword that resembles none, in both files': {
    capture: both,
    configurations: { lb01: instance(100, { lines: ['colour blue'] }), lb02: instance(50, { lines: ['colour red'] }) },
    raises: ['config-unknown-keyword warning'],
    says: ['lb01 and lb02: keepalived does not know colour', 'keeps its default'],
  },
  'a block that nobody knows': {
    capture: both,
    configurations: { lb01: `${instance(100)}mystery_block {\n}\n`, lb02: instance(50) },
    raises: ['config-unknown-keyword warning'],
    says: ['outside of all blocks'],
  },

  'MASTER with nopreempt': {
    capture: both,
    configurations: { lb01: instance(100, { lines: ['state MASTER', 'nopreempt'] }), lb02: instance(50) },
    raises: [MISTAKE],
    says: ['lb01: nopreempt has no effect with state MASTER', 'lb01.conf:6'],
  },
  'BACKUP with nopreempt': {
    capture: both,
    configurations: {
      lb01: instance(100, { lines: ['state BACKUP', 'nopreempt'] }),
      lb02: instance(50, { lines: ['state BACKUP', 'nopreempt'] }),
    },
    raises: [],
  },

  'a preempt_delay with MASTER': {
    capture: both,
    configurations: { lb01: instance(100, { lines: ['state MASTER', 'preempt_delay 60'] }), lb02: instance(50) },
    raises: [MISTAKE],
    says: ['lb01: preempt_delay has no effect', 'lb01.conf:6', 'Master_Down_Interval'],
  },
  'a preempt_delay with nopreempt': {
    capture: both,
    configurations: { lb01: instance(100, { lines: ['nopreempt', 'preempt_delay 60'] }), lb02: instance(50) },
    raises: [MISTAKE],
    says: ['there is nothing to delay'],
  },
  'a preempt_delay in strict mode': {
    capture: both,
    configurations: {
      lb01: `global_defs {\n vrrp_strict\n}\n${instance(100, { lines: ['preempt_delay 60'] })}`,
      lb02: instance(50),
    },
    raises: [MISTAKE],
    says: ['vrrp_strict'],
  },
  'a preempt_delay': {
    capture: both,
    configurations: {
      lb01: instance(100, { lines: ['preempt_delay 60'] }),
      lb02: instance(50, { lines: ['state MASTER', 'preempt_delay 0'] }),
    },
    raises: [],
  },

  'a weight that is too small': {
    capture: both,
    configurations: { lb01: weighted(-20) + instance(100, watched), lb02: weighted(-20) + instance(50, watched) },
    raises: [MISTAKE],
    says: ['A failed check on lb01 moves nothing: priority 80 is not below lb02 50', 'track_script chk weight -20'],
  },
  'a weight that only reaches the same priority': {
    capture: both,
    configurations: { lb01: weighted(-50) + instance(100, watched), lb02: instance(50) },
    raises: [MISTAKE],
  },
  'a weight that is enough': {
    capture: both,
    configurations: { lb01: weighted(-51) + instance(100, watched), lb02: weighted(-51) + instance(50, watched) },
    raises: [],
  },
  'weights that are enough together': {
    capture: both,
    configurations: {
      lb01:
        weighted(-30) +
        instance(100, { lines: ['track_script {', 'chk', '}', 'track_interface {', 'eth1 weight -30', '}'] }),
      lb02: instance(50),
    },
    raises: [],
  },
  'a weight that adds': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { priority: 110 })),
    configurations: { lb01: weighted(10) + instance(100, watched), lb02: weighted(10) + instance(99, watched) },
    raises: [],
  },
  'a weight that adds too little': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { priority: 110 })),
    configurations: { lb01: weighted(10) + instance(100, watched), lb02: instance(50) },
    raises: [MISTAKE],
    says: ['from 110 to 100'],
  },
  'a check without a weight': {
    capture: both,
    configurations: { lb01: weighted(0) + instance(100, watched), lb02: instance(50) },
    raises: [],
  },
  'a weight under nopreempt': {
    capture: both,
    configurations: {
      lb01: weighted(-60) + instance(100, { lines: ['state BACKUP', 'nopreempt', ...watched.lines] }),
      lb02: weighted(-60) + instance(50, { lines: ['state BACKUP', 'nopreempt', ...watched.lines] }),
    },
    raises: [MISTAKE],
    says: ['A failed check on lb01 moves nothing: the others ask for nopreempt'],
  },
  'a weight in a sync group': {
    capture: both,
    configurations: Object.fromEntries(
      [100, 50].map((priority, index) => [
        `lb0${index + 1}`,
        `${weighted(-60)}vrrp_sync_group G { group { VI_1 } }\n${instance(priority, watched)}`,
      ]),
    ),
    raises: [MISTAKE, MISTAKE],
    says: ['lb01: weights of VI_1 have no effect', 'vrrp_sync_group G'],
  },
  'a weight of the owner': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { priority: 255 })),
    configurations: { lb01: weighted(-60) + instance(255, watched), lb02: instance(50) },
    raises: [MISTAKE],
    says: ['Its priority is 255'],
  },
  'a check that is defined too late': {
    capture: both,
    configurations: { lb01: instance(100, watched) + weighted(-60), lb02: instance(50) },
    raises: [MISTAKE],
    says: ['lb01: track_script chk is not defined before VI_1'],
  },
  'a check that is nowhere defined and tracked twice': {
    capture: both,
    configurations: {
      lb01: instance(100, { lines: ['track_script {', 'chk', 'chk', '}'] }),
      lb02: instance(50),
    },
    raises: [MISTAKE],
    says: ['lb01: track_script chk is not defined before VI_1'],
  },

  'one VRID twice on an interface': {
    capture: both,
    configurations: {
      lb01: instance(100) + instance(100, { name: 'VI_2', addresses: ['192.0.2.101'] }),
      lb02: instance(50),
    },
    raises: [MISTAKE, 'config-unmatched info'],
    says: ['lb01 uses VRID 51 twice on eth0', 'VI_1 (lb01.conf:3) and VI_2 (lb01.conf:11)'],
  },
  'one VRID on two interfaces': {
    capture: both,
    configurations: {
      lb01: instance(100) + instance(100, { name: 'VI_2', interface: 'eth1', addresses: ['198.51.100.1'] }),
      lb02: instance(50),
    },
    raises: ['config-unmatched info'],
    says: ['VI_2 of lb01 (VRID 51)'],
  },

  'other passwords': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { authType: 1, authData: 'one' })),
    configurations: { lb01: instance(100, { lines: pass('one') }), lb02: instance(50, { lines: pass('two') }) },
    raises: [WARNED, 'cleartext-password info'],
    says: ['lb01 has password number 1 (lb01.conf:7) and lb02 has password number 2 (lb02.conf:7)'],
  },
  'passwords that differ after 8 characters': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { authType: 1, authData: 'password' })),
    configurations: {
      lb01: instance(100, { lines: pass('password1') }),
      lb02: instance(50, { lines: pass('password2') }),
    },
    raises: ['cleartext-password info'],
  },
  'a password that is not the one sent': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { authType: 1, authData: 'sent' })),
    configurations: { lb01: instance(100, { lines: pass('filed') }), lb02: instance(50, { lines: pass('filed') }) },
    raises: [WARNED, 'cleartext-password info'],
    says: ['lb01.conf:7 of lb01 has password number 1, and 192.0.2.1 sends password number 2'],
  },
  'one without a password': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: instance(50, { lines: pass('two') }) },
    raises: [WARNED],
    says: ['lb01 has no authentication (lb01.conf:1) and lb02 has auth_type PASS (lb02.conf:6)'],
  },
  'VRRPv3 takes no password': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { version: 3, interval: 100 })),
    configurations: {
      lb01: instance(100, { lines: ['version 3'] }),
      lb02: instance(50, { lines: ['version 3', ...pass('two')] }),
    },
    raises: [],
  },

  'other intervals': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: instance(50, { lines: ['advert_int 2'] }) },
    raises: [WARNED],
    says: ['lb01 has advert_int 1 (lb01.conf:1) and lb02 has advert_int 2 (lb02.conf:5)'],
  },
  'other intervals in VRRPv3': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { version: 3, interval: 100 })),
    configurations: {
      lb01: instance(100, { lines: ['version 3'] }),
      lb02: instance(50, { lines: ['version 3', 'advert_int 0.5'] }),
    },
    raises: ['config-difference info'],
  },
  'an interval that was not loaded': {
    capture: both,
    configurations: {
      lb01: instance(100, { lines: ['advert_int 3'] }),
      lb02: instance(50, { lines: ['advert_int 3'] }),
    },
    raises: [WARNED],
    says: ['lb01 and lb02 advertise VRID 51', 'has advert_int 3, and 192.0.2.1 sends advert_int 1'],
  },
  'other versions': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: `global_defs {\n vrrp_version 3\n}\n${instance(50)}` },
    raises: [WARNED],
    says: ['lb01 has version 2 (lb01.conf:1) and lb02 has version 3 (lb02.conf:4)'],
  },
  'an address more': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: instance(50, { addresses: ['192.0.2.100/24', '192.0.2.101/24'] }) },
    raises: [WARNED],
    says: ['lb01 has 192.0.2.100 (lb01.conf:5) and lb02 has 192.0.2.100, 192.0.2.101 (lb02.conf:5)'],
  },
  'the same addresses in another order': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { addresses: ['192.0.2.101', '192.0.2.100'] })),
    configurations: {
      lb01: instance(100, { addresses: ['192.0.2.101/24', '192.0.2.100/24'] }),
      lb02: instance(50, { addresses: ['192.0.2.100/32', '192.0.2.101'] }),
    },
    raises: [],
  },
  'an address that was mistyped on the silent node': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: instance(50, { addresses: ['192.0.2.110/24'] }) },
    raises: [WARNED],
  },
  'another group': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: `global_defs {\n vrrp_mcast_group4 224.0.0.99\n}\n${instance(50)}` },
    raises: [WARNED],
  },
  'unicast against multicast': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: instance(50, { lines: unicast(2, 1) }) },
    raises: [WARNED],
    says: ['lb01 has multicast (lb01.conf:1) and lb02 has unicast_peer (lb02.conf:6)'],
  },
  'a peer that is not listed': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { dst: '192.0.2.9' })),
    configurations: { lb01: instance(100, { lines: unicast(1, 9) }), lb02: instance(50, { lines: unicast(2, 1) }) },
    raises: [WARNED],
    says: ['lb01 does not list 192.0.2.2 as unicast_peer'],
  },
  'peers that are listed': {
    capture: told(({ a }) => a.advertiseFrom(0, 20, 1, { dst: '192.0.2.2' })),
    configurations: { lb01: instance(100, { lines: unicast(1, 2) }), lb02: instance(50, { lines: unicast(2, 1) }) },
    raises: [],
  },
  'the same priority': {
    capture: steady,
    configurations: { lb01: instance(100, { lines: ['mcast_src_ip 192.0.2.1'] }), lb02: instance(100) },
    raises: ['config-difference info'],
    says: ['lb01 and lb02 have the same priority'],
  },
  'a priority that is not the one sent': {
    capture: both,
    configurations: {
      lb01: instance(150, { lines: ['mcast_src_ip 192.0.2.1'] }),
      lb02: instance(50, { lines: ['mcast_src_ip 192.0.2.2'] }),
    },
    raises: [WARNED],
    says: ['lb01.conf:4 of lb01 has priority 150, and 192.0.2.1 sends priority 100'],
  },
  'a priority that was changed and reloaded meanwhile': {
    capture: told(({ a }) => {
      a.advertiseFrom(0, 9);
      a.advertiseFrom(10, 20, 1, { priority: 120 });
    }),
    configurations: { lb01: instance(120), lb02: instance(50) },
    raises: ['priority-change info'],
    says: [],
  },
  'a sync group on one node': {
    capture: steady,
    configurations: {
      lb01: `vrrp_sync_group G {\n group {\n VI_1\n }\n}\n${instance(100)}`,
      lb02: instance(50),
    },
    raises: [WARNED],
    says: ['lb01 has vrrp_sync_group G (VRID 51) (lb01.conf:6) and lb02 has no vrrp_sync_group (lb02.conf:1)'],
  },

  'a third router': {
    capture: told(({ story, a }) => {
      a.advertiseFrom(0, 20);
      story.node(9, 40).advertise(20.1);
    }),
    configurations: { lb01: instance(100), lb02: instance(50) },
    raises: ['rogue-router warning', 'usurpation warning'],
    says: [
      '192.0.2.9 advertises VRID 51 (192.0.2.100) and fits none of the given configurations',
      'It may be lb02 with another priority',
    ],
  },
  'the other node of one that was given': {
    capture: both,
    configurations: { lb01: instance(100) },
    raises: ['rogue-router info'],
    says: ['Only one configuration of it was given'],
  },
  'a peer that was not given': {
    capture: both,
    configurations: {
      lb01: instance(100, { lines: ['unicast_src_ip 192.0.2.1', 'unicast_peer {', '192.0.2.2', '}'] }),
    },
    raises: [WARNED],
    says: ['multicast'],
  },
  'somebody else on the segment': {
    capture: told(({ story, a }) => {
      a.advertiseFrom(0, 20);
      story.node(7, 100, { vrid: 9, addresses: ['192.0.2.77'] }).advertiseFrom(0, 20);
    }),
    configurations: { lb01: instance(100), lb02: instance(50) },
    raises: ['config-unmatched info'],
    says: ['1 virtual router in no configuration'],
  },
  'nodes that cannot be told apart': {
    capture: steady,
    configurations: { lb01: instance(100), lb02: instance(100) },
    raises: ['config-difference info', 'config-unmatched info'],
    says: ['The configurations of lb01 and lb02 fit 192.0.2.1 alike'],
  },
};

function told(tell: (cast: { story: Story; a: Node; b: Node }) => unknown): Uint8Array {
  const cast = pair();
  tell(cast);
  return cast.story.capture();
}
