import type {
  Cause,
  Finding,
  Reign,
  Report,
  Router,
  Severity,
  Source,
  Transition,
  VirtualRouter,
} from '../../decoder/report.ts';

/** 2026-03-01 03:10:00 UTC, in seconds since the Unix epoch. */
export const START = 1_772_334_600;

export const TOOL = { name: 'vrrpscope', version: '0.1.0' };

export function source(fields: Partial<Source> = {}): Source {
  return {
    name: 'incident-0312.pcapng',
    format: 'pcapng',
    compression: 'none',
    interfaces: [{ name: 'eth0', linkType: 1, timestampResolution: 1e-9 }],
    packets: 1_508_009,
    bytes: 901_234_567,
    vrrp: 604,
    announcements: 41,
    start: START,
    end: START + 302.113,
    problems: [],
    ...fields,
  };
}

export function router(address: string, priority: number, fields: Partial<Router> = {}): Router {
  return {
    address,
    macs: ['52:54:00:67:09:fe'],
    advertisements: 302,
    first: START,
    last: START + 302,
    priority: { last: priority, min: priority, max: priority },
    interval: { advertised: 1, mean: 1.0003, min: 0.999, max: 1.002 },
    timing: { start: START, step: 1, buckets: [[1, 1, 1, 1]] },
    authentication: 'none',
    ...fields,
  };
}

export function virtualRouter(fields: Partial<VirtualRouter> = {}): VirtualRouter {
  return {
    id: '51-10.0.0.3',
    source: [0],
    vlans: [],
    family: 'ipv4',
    vrid: 51,
    versions: [2],
    addresses: ['10.0.0.3'],
    destinations: ['224.0.0.18'],
    routers: [],
    reigns: [],
    transitions: [],
    splitBrains: [],
    handoverRaces: [],
    noMaster: [],
    priorityChanges: [],
    lost: [],
    nearFailovers: [],
    announcements: [],
    ownership: [],
    ...fields,
  };
}

export function reign(address: string, start: number, end: number | null, fields: Partial<Reign> = {}): Reign {
  return {
    router: address,
    start,
    end,
    began: 'running',
    ended: end === null ? 'open' : 'yielded',
    priority: 100,
    advertisements: 10,
    ...fields,
  };
}

export function transition(
  time: number,
  from: string | null,
  to: string,
  cause: Cause,
  fields: Partial<Transition> = {},
): Transition {
  return {
    time,
    from,
    to,
    cause,
    lastHeard: from === null ? null : time - 0.5,
    duration: from === null ? null : 0.5,
    announced: true,
    evidence: [{ source: 0, packet: 40211 }],
    explanation: from === null ? `${to} was master when the capture began.` : `${to} took over from ${from}.`,
    ...fields,
  };
}

export function finding(code: string, severity: Severity, fields: Partial<Finding> = {}): Finding {
  return {
    code,
    severity,
    title: `Something about ${code}`,
    explanation: 'This is what was seen.',
    advice: 'Look at the configuration.',
    reason: null,
    virtualRouter: null,
    routers: [],
    start: START,
    end: START,
    evidence: [],
    ...fields,
  };
}

export function report(fields: Partial<Report> = {}): Report {
  return {
    schema: 'vrrpscope.report/1',
    tool: TOOL,
    sources: [source()],
    unreadable: [],
    start: START,
    end: START + 302.113,
    virtualRouters: [],
    findings: [],
    incidents: [],
    otherProtocols: [],
    ...fields,
  };
}

/** lb02 is deaf for twelve seconds and becomes a second master. */
export function splitBrainReport(): Report {
  const [lb01, lb02] = ['10.0.0.5', '10.0.0.6'];
  const start = START + 125.441;
  const end = START + 137.454;
  return report({
    virtualRouters: [
      virtualRouter({
        vlans: [10],
        interface: 'eth0',
        routers: [
          router(lb01, 100, { name: 'lb01', macs: ['52:54:00:67:09:01'] }),
          router(lb02, 50, { name: 'lb02', macs: ['52:54:00:67:09:fe'], first: start, last: end - 0.2 }),
        ],
        reigns: [
          reign(lb01, START + 0.2, null),
          reign(lb02, start, end, { began: 'usurpation', priority: 50, advertisements: 12 }),
        ],
        transitions: [
          transition(START + 0.2, null, lb01, 'initial'),
          transition(start, lb01, lb02, 'usurpation', {
            explanation: `${lb02} did not hear ${lb01}, which went on sending.`,
          }),
          transition(end, lb02, lb01, 'split-brain-end', {
            duration: 0.2,
            explanation: `${lb02} yielded; ${lb01} announced 10.0.0.3 after 0.4 ms.`,
          }),
        ],
        splitBrains: [
          {
            start,
            end,
            routers: [lb01, lb02],
            deaf: [lb02],
            reason: 'not-received',
            inferred: false,
            evidence: [{ source: 0, packet: 40211 }],
          },
        ],
        nearFailovers: [{ time: START + 166.4, router: lb01, gap: 3.001, missed: 2 }],
        lost: [{ router: lb01, start: START + 163.4, end: START + 166.4, advertisements: 2 }],
        announcements: [
          {
            time: start,
            end: start + 0.01,
            address: '10.0.0.3',
            mac: '52:54:00:67:09:fe',
            kind: 'garp-request',
            count: 5,
            router: lb02,
          },
        ],
        ownership: [
          { address: '10.0.0.3', mac: '52:54:00:67:09:fe', router: lb02, start, end, by: 'announcement' },
          { address: '10.0.0.3', mac: '52:54:00:67:09:01', router: lb01, start: end, end: null, by: 'announcement' },
        ],
      }),
    ],
    findings: [
      finding('split-brain', 'critical', {
        title: `${lb02} does not hear ${lb01}`,
        explanation: `Both advertised VRID 51. ${lb01} answered every advertisement of ${lb02} within 0.4 ms, so ${lb01} hears ${lb02}; ${lb02} went on, so ${lb02} does not hear ${lb01}.`,
        advice: `On ${lb02}: is IP protocol 112 to 224.0.0.18 dropped?  nft list ruleset; tcpdump -ni eth0 vrrp`,
        reason: 'not-received',
        virtualRouter: '51-10.0.0.3',
        routers: [lb01, lb02],
        start,
        end,
        evidence: [40211, 40212, 40341].map((packet) => ({ source: 0, packet })),
      }),
      finding('near-failover', 'warning', {
        title: `${lb01} was 0.8 s from losing mastership`,
        explanation: 'Two advertisements were sent and lost on the way: the sender’s packet numbers jumped by 3.',
        virtualRouter: '51-10.0.0.3',
        routers: [lb01],
        start: START + 166.4,
        end: START + 166.4,
        evidence: [{ source: 0, packet: 51822 }],
      }),
    ],
    incidents: [
      { start, end, title: 'lb02 became a second master of VRID 51', virtualRouters: ['51-10.0.0.3'], findings: [0] },
    ],
  });
}

/** The master is killed; the other takes over after 3.805 s. A second virtual router stays quiet. */
export function failoverReport(): Report {
  const [a, b] = ['192.168.1.1', '192.168.1.2'];
  const died = START + 20;
  const takeover = died + 3.805;
  return report({
    sources: [
      source({
        name: 'failover.pcap',
        format: 'pcap',
        packets: 312,
        bytes: 18_720,
        vrrp: 58,
        announcements: 10,
        dropped: 0,
        end: START + 60,
      }),
    ],
    end: START + 60,
    virtualRouters: [
      steadyVirtualRouter(12, '192.168.1.200', b),
      virtualRouter({
        id: '7-192.168.1.100',
        vrid: 7,
        addresses: ['192.168.1.100'],
        routers: [router(a, 255), router(b, 50)],
        reigns: [
          reign(a, START, died, { ended: 'silent', priority: 255 }),
          reign(b, takeover, null, { began: 'master-down', priority: 50 }),
        ],
        transitions: [
          transition(START, null, a, 'initial'),
          transition(takeover, a, b, 'master-down', {
            lastHeard: died,
            duration: 3.805,
            explanation: `${a} fell silent without resigning.`,
          }),
        ],
        noMaster: [{ start: died + 1, end: takeover, atLeast: 2.805, atMost: 3.805, after: 'silence' }],
        priorityChanges: [{ time: START + 5, router: a, from: 100, to: 255, evidence: [] }],
      }),
    ],
    findings: [
      finding('failover', 'warning', {
        title: `${b} took over from ${a}, which fell silent`,
        virtualRouter: '7-192.168.1.100',
        routers: [a, b],
        start: died,
        end: takeover,
        evidence: [{ source: 0, packet: 61 }],
      }),
    ],
    otherProtocols: [{ protocol: 'carp', group: 7, vlans: [], speakers: ['192.168.1.9'], packets: 60 }],
  });
}

export function steadyVirtualRouter(vrid: number, address: string, master: string): VirtualRouter {
  return virtualRouter({
    id: `${vrid}-${address}`,
    vrid,
    addresses: [address],
    routers: [router(master, 100)],
    reigns: [reign(master, START, null)],
    transitions: [transition(START, null, master, 'initial')],
  });
}

export function uneventfulReport(): Report {
  return report({ virtualRouters: [steadyVirtualRouter(53, '10.0.0.9', '10.0.0.6')] });
}

export function emptyReport(): Report {
  return report({
    sources: [source({ packets: 0, bytes: 0, vrrp: 0, announcements: 0, start: null, end: null })],
    start: null,
    end: null,
  });
}

/** VRRPv3 over IPv6 at 10 ms, with addresses of full length. */
export function ipv6Report(): Report {
  const [a, b] = ['fe80::5054:ff:fe67:901%vlan-4094-uplink', 'fe80:1111:2222:3333:4444:5555:6666:7778'];
  return report({
    sources: [source({ end: START + 2 })],
    end: START + 2,
    virtualRouters: [
      virtualRouter({
        id: '6-fe80::100',
        family: 'ipv6',
        vrid: 6,
        versions: [3],
        addresses: ['fe80::100', '2001:db8:1111:2222:3333:4444:5555:100'],
        destinations: ['ff02::12'],
        routers: [router(a, 200), router(b, 100)].map((one) => ({
          ...one,
          interval: { ...one.interval, advertised: 0.01 },
        })),
        reigns: [reign(a, START, START + 1, { ended: 'resigned' }), reign(b, START + 1.006, null)],
        transitions: [
          transition(START, null, a, 'initial'),
          transition(START + 1.006, a, b, 'resignation', { duration: 0.006, explanation: `${a} resigned.` }),
        ],
        noMaster: [{ start: START + 1, end: START + 1.006, atLeast: 0.006, atMost: 0.006, after: 'resignation' }],
      }),
    ],
  });
}

/** Names and texts as an attacker would choose them. */
export function hostileReport(): Report {
  const hostile = '\x1b[31mlb\u202e01\n\u0085\x9b2J\x7f|<script>alert(1)</script>`**x**`@someone';
  const base = splitBrainReport();
  return {
    ...base,
    sources: [
      source({
        name: `=cmd()${hostile}.pcapng`,
        problems: [{ offset: 12, code: 'truncated', message: `cut ${hostile}` }],
      }),
    ],
    virtualRouters: base.virtualRouters.map((one) => ({
      ...one,
      interface: hostile,
      routers: one.routers.map((speaker) => ({ ...speaker, name: hostile })),
    })),
    findings: base.findings.map((one) => ({ ...one, title: `=1+1 ${hostile}`, explanation: hostile, advice: hostile })),
  };
}

/** `count` takeovers between `routers` routers, one every ten seconds. */
export function busyReport(routers: number, count: number): Report {
  const addresses = Array.from({ length: routers }, (_, index) => `10.1.0.${index + 1}`);
  const at = (index: number) => addresses[index % routers] ?? '';
  return report({
    end: START + count * 10,
    virtualRouters: [
      virtualRouter({
        routers: addresses.map((address, index) => router(address, 100 + index)),
        reigns: Array.from({ length: count }, (_, index) =>
          reign(at(index), START + index * 10, START + index * 10 + 10),
        ),
        transitions: Array.from({ length: count }, (_, index) =>
          transition(
            START + index * 10,
            index === 0 ? null : at(index - 1),
            at(index),
            index === 0 ? 'initial' : 'preemption',
          ),
        ),
      }),
    ],
    findings: [
      finding('flapping', 'warning', { title: 'Mastership flaps', virtualRouter: '51-10.0.0.3', end: START + 100 }),
    ],
  });
}
