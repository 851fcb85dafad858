import { describe, expect, it } from 'vitest';
import { concat, Pcapng } from '../../support/capture-builders.ts';
import { advertisement } from '../../support/packet-builders.ts';
import { analyzeBytes, relativeTimes, STORY_START, Story, VIP } from '../../support/story.ts';

const A = '192.0.2.1';

function codesOf({ findings }: { findings: { code: string }[] }): string[] {
  return findings.map(({ code }) => code);
}

/** A in VLAN 10, and each of its packets in VLAN 20 a little later. */
function leaking(changes: { vlans?: number[]; delay?: number; addresses?: string[]; idShift?: number } = {}): Story {
  const story = new Story();
  const { vlans = [20], delay = 0.0002, addresses = [VIP], idShift = 0 } = changes;
  const inTen = story.node(1, 100, { vlans: [10] });
  const leaked = story.node(1, 100, { vlans, addresses });
  inTen.id = 500;
  leaked.id = 500 + idShift;
  inTen.advertiseFrom(0, 20);
  leaked.advertiseFrom(delay, 20 + delay);
  return story;
}

describe('vlan-leak', () => {
  it('the very same packets in two VLANs', async () => {
    const report = relativeTimes(await leaking().report());
    expect(report.findings).toMatchObject([
      {
        code: 'vlan-leak',
        severity: 'warning',
        virtualRouter: 'vlan20/ipv4/51',
        routers: [A],
        start: 0.0002,
        end: null,
      },
    ]);
    expect(report.findings[0]?.title).toBe(`Advertisements of ${A} leak from VLAN 10 into VLAN 20`);
  });

  it('the same addresses in two VLANs are two networks', async () => {
    expect(codesOf(await leaking({ delay: 0.4 }).report())).toEqual([]);
    expect(codesOf(await leaking({ idShift: 7 }).report())).toEqual([]);
    expect(codesOf(await leaking({ addresses: ['192.0.2.101'] }).report())).toEqual([]);
  });

  it('one VLAN with and without its tag, or inside another, is one VLAN', async () => {
    expect(codesOf(await leaking({ vlans: [] }).report())).toEqual([]);
    expect(codesOf(await leaking({ vlans: [300, 10] }).report())).toEqual([]);
  });

  it('link-local addresses may be the same in every VLAN, and timers of one process fire together', async () => {
    const story = new Story();
    for (const vlan of [10, 20]) {
      const parts = { version: 3, src: 'fe80::1', addresses: ['fe80::100'], vlans: [vlan] };
      story.node(1, 100, parts).advertiseFrom(vlan / 1e6, 20);
    }
    expect(codesOf(await story.report())).toEqual([]);
  });

  it('explains the collision with the routers of the other VLAN', async () => {
    const story = leaking();
    const resident = story.node(7, 150, { vlans: [20], addresses: ['192.0.2.200'] });
    resident.id = 90;
    resident.advertiseFrom(0.5, 20.5);
    expect(codesOf(await story.report())).toEqual(['vlan-leak']);
  });

  it('two interfaces of one capture may stand on both sides of a bridge on purpose', async () => {
    const capture = new Pcapng();
    const interfaces = ['eth0', 'eth1'].map((name) => capture.interface({ name }));
    const packets = [0, 1, 2, 3].flatMap((second) =>
      [10, 20].map((vlan, index) =>
        capture.enhanced({
          interfaceId: index,
          units: BigInt(STORY_START + second) * 1_000_000n + BigInt(index * 100),
          data: advertisement({ src: A, id: second + 1, addresses: [VIP], vlans: [vlan] }),
        }),
      ),
    );
    const report = await analyzeBytes(concat(capture.section(), ...interfaces, ...packets));
    expect(codesOf(report)).toEqual([]);
  });
});
