import { describe, expect, it } from 'vitest';
import { advertisement, refusal } from '../../support/packet-builders.ts';
import { Story } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** A sends to its unicast peer B; the host of B refuses from `from` to `to`. */
function refused(tell: (story: Story, a: ReturnType<Story['node']>, b: ReturnType<Story['node']>) => void): Story {
  const story = new Story();
  const a = story.node(1, 100, { dst: B });
  const b = story.node(2, 50, { dst: A });
  a.id = 500;
  b.id = 700;
  tell(story, a, b);
  return story;
}

function refuses(story: Story, from: number, to: number, [refuser, advertiser]: [string, string] = [B, A]): void {
  const quoted = advertisement({ src: advertiser, dst: refuser, id: 1 }).slice(14);
  for (let time = from; time <= to; time++) story.add(time, refusal({ src: refuser, dst: advertiser, quoted }));
}

describe('protocol-unreachable', () => {
  it('the host of a unicast peer says that it runs no VRRP', async () => {
    const story = refused((capture, a) => {
      a.advertiseFrom(0, 20);
      refuses(capture, 0.0003, 20.0003);
    });
    const { findings, reigns } = await story.tell();
    expect(findings).toMatchObject([
      { code: 'protocol-unreachable', severity: 'warning', routers: [A, B], start: 0.0003, end: null },
    ]);
    expect(findings[0]?.title).toBe(`${B} runs no VRRP: it refuses the advertisements of ${A}`);
    expect(reigns).toHaveLength(1);
  });

  it('it ends when the peer is there', async () => {
    const story = refused((capture, a) => {
      a.advertiseFrom(0, 90);
      refuses(capture, 0.0003, 70.0003);
    });
    expect((await story.tell()).findings).toMatchObject([
      { code: 'protocol-unreachable', severity: 'warning', end: 70.0003 },
    ]);
  });

  it('a backup that is restarted refuses for a moment: planned maintenance', async () => {
    const story = refused((capture, a) => {
      a.advertiseFrom(0, 40);
      refuses(capture, 10.0003, 20.0003);
    });
    const { findings } = await story.tell();
    expect(findings).toMatchObject([{ code: 'protocol-unreachable', severity: 'info', end: 20.0003 }]);
    expect(findings[0]?.title).toBe(`${B} ran no VRRP for a moment: it refused the advertisements of ${A}`);
  });

  it('refusals that end with the advertisements prove no restart', async () => {
    const story = refused((capture, a) => {
      a.advertiseFrom(0, 20);
      refuses(capture, 10.0003, 20.0003);
      capture.other(40);
    });
    const { findings } = await story.tell();
    expect(findings.find(({ code }) => code === 'protocol-unreachable')).toMatchObject({ severity: 'warning' });
  });

  it('a peer that is started as the master is stopped runs VRRP by then: it becomes master', async () => {
    const story = refused((capture, a, b) => {
      a.advertiseFrom(0, 8).resign(8.2);
      refuses(capture, 0.0003, 8.0003);
      b.advertiseFrom(11.9, 20);
    });
    const { findings } = await story.tell();
    expect(findings.find(({ code }) => code === 'protocol-unreachable')).toMatchObject({
      severity: 'info',
      title: `${B} ran no VRRP for a moment: it refused the advertisements of ${A}`,
    });
  });

  it('a peer that was stopped and comes back says nothing new: planned maintenance', async () => {
    const story = refused((capture, a, b) => {
      a.advertiseFrom(0, 10).resign(10.2);
      b.advertiseFrom(11.005, 30.005);
      refuses(capture, 11.0053, 26.0053, [A, B]);
      a.id = 0;
      a.advertiseFrom(30.4, 45.4);
    });
    expect((await story.tell()).codes).toEqual(['planned-handover', 'planned-handover']);
  });

  it('one that was stopped and stays away is worth a note', async () => {
    const story = refused((capture, a, b) => {
      a.advertiseFrom(0, 10).resign(10.2);
      b.advertiseFrom(11.005, 40.005);
      refuses(capture, 11.0053, 40.0053, [A, B]);
    });
    const { findings } = await story.tell();
    expect(findings.map(({ code, severity }) => [code, severity]).sort()).toEqual([
      ['planned-handover', 'info'],
      ['protocol-unreachable', 'info'],
    ]);
  });

  it('one that was killed is worth a warning: its host lives', async () => {
    const story = refused((capture, a, b) => {
      a.advertiseFrom(0, 10);
      b.advertiseFrom(13.805, 40.805);
      refuses(capture, 13.8053, 40.8053, [A, B]);
    });
    expect((await story.tell()).codes.sort()).toEqual(['failover', 'protocol-unreachable']);
  });

  it('other ICMP errors, and errors about other protocols, are none of ours', async () => {
    const quoted = advertisement({ src: A, dst: B, id: 1 }).slice(14);
    const tcp = Uint8Array.from(quoted);
    tcp[9] = 6;
    const story = refused((capture, a) => {
      a.advertiseFrom(0, 10);
      capture.add(3, refusal({ src: B, dst: A, quoted, code: 1 }));
      capture.add(4, refusal({ src: B, dst: A, quoted, type: 11 }));
      capture.add(5, refusal({ src: B, dst: A, quoted: tcp }));
    });
    expect((await story.tell()).codes).toEqual([]);
  });
});
