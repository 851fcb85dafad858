import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../decoder/analyze.ts';
import type { Report } from '../decoder/report.ts';
import { captureFile } from '../main/services/read-capture-file.ts';

function reportOf(name: string): Promise<Report> {
  return analyze([captureFile(join(import.meta.dirname, 'captures', name))]);
}

const SEGMENTS = {
  link: { tunnel: undefined, network: '198.51.100', address: '198.51.100.99' },
  vxlan100: { tunnel: 'VXLAN 100', network: '10.100.0', address: '10.100.0.99' },
  vxlan200: { tunnel: 'VXLAN 200', network: '10.200.0', address: '10.200.0.99' },
  vxlan300: { tunnel: 'VXLAN 300', network: '10.30.0', address: '10.30.0.99' },
};

/** `16:48:55`, when keepalived says that the second node became master. */
function second(time: number): string {
  return new Date(time * 1000).toISOString().slice(11, 19);
}

/** Who was master in the end of the beginning, and who took over when. */
function movesIn(report: Report): unknown[] {
  return report.virtualRouters.map(({ tunnel, addresses, transitions }) => {
    const { from, to, cause, time } = transitions.at(-1) ?? {};
    return { tunnel, address: addresses[0], from, to, cause, at: time === undefined ? null : second(time) };
  });
}

function moves(segments: readonly { tunnel: string | undefined; network: string; address: string }[], at: string) {
  return segments.map(({ tunnel, network, address }) => {
    return { tunnel, address, from: `${network}.1`, to: `${network}.2`, cause: 'resignation', at };
  });
}

function told(report: Report): string[] {
  return report.findings.map(({ code }) => code);
}

describe('what keepalived did in VXLAN', () => {
  it('is seen on the link that carries it', async () => {
    const report = await reportOf('vxlan-underlay.pcap');
    expect(movesIn(report)).toEqual(moves(Object.values(SEGMENTS), '16:48:55'));
    expect(told(report)).toEqual(Array(4).fill('planned-handover'));
  });

  it('is told once where every packet was captured inside and outside', async () => {
    const report = await reportOf('vxlan-any.pcap.lz4');
    const { link, ...overlays } = SEGMENTS;
    const both = Object.values(overlays).flatMap((overlay) => [{ ...overlay, tunnel: undefined }, overlay]);
    expect(movesIn(report)).toEqual(moves([link, ...both], '16:48:55'));
    expect(told(report)).toEqual(Array(4).fill('planned-handover'));
    expect(report.incidents).toHaveLength(1);
    expect(report.sources[0]?.compression).toBe('lz4');
  });

  it('is seen in a netfilter log of four interfaces', async () => {
    const report = await reportOf('netfilter-log.pcap');
    expect(report.virtualRouters.map(({ addresses }) => addresses[0]).sort()).toEqual(
      Object.values(SEGMENTS)
        .map(({ address }) => address)
        .sort(),
    );
    // What the node sends itself is stamped up to a second late
    expect(report.virtualRouters.map(({ reigns }) => second(reigns[1]?.end ?? 0))).toEqual(Array(4).fill('16:48:55'));
    expect(report.findings.every(({ severity }) => severity === 'info')).toBe(true);
  });
});
