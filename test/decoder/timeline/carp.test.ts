import { describe, expect, it } from 'vitest';
import { carp, ethernet, ipv4 } from '../../support/packet-builders.ts';
import { pair, type Story } from '../../support/story.ts';

/** CARP from the virtual MAC of its number, as OpenBSD sends it. */
function speakCarp(story: Story, vhid: number, from: number, to: number): void {
  const src = `00:00:5e:00:01:${vhid.toString(16).padStart(2, '0')}`;
  for (let time = from; time <= to; time++)
    story.add(time, ethernet({ src, payload: ipv4({ src: '192.0.2.9', payload: carp({ vhid }) }) }));
}

async function codesWith(vhid: number): Promise<string[]> {
  const { story, a } = pair();
  a.settings.srcMac = '00:00:5e:00:01:33';
  a.advertiseFrom(0, 10);
  speakCarp(story, vhid, 10.5, 20.5);
  a.advertiseFrom(21.5, 30);
  story.other(31);
  return (await story.report()).findings.map(({ code }) => code);
}

describe('CARP of the number of a virtual router', () => {
  it('keeps keepalived from sending, which is no silence of its master', async () => {
    const codes = await codesWith(51);
    expect(codes).toContain('virtual-mac-collision');
    expect(codes).not.toContain('sender-stalled');
    expect(codes).not.toContain('no-master');
  });

  it('of another number explains no silence', async () => {
    const codes = await codesWith(52);
    expect(codes).toContain('other-protocol');
    expect(codes).toContain('no-master');
  });
});
