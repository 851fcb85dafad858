import { describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { Story, sourceOf } from '../../support/story.ts';

describe('more than may be kept in memory is told, and what came before it is followed', () => {
  const reportWithin = (memory: number, story: Story) => analyze([sourceOf(story.capture())], { memory });
  const historiesOf = ({ virtualRouters }: Report) =>
    virtualRouters.map(({ id, reigns, transitions }) => ({ id, reigns, transitions }));
  const codesOf = ({ findings }: Report) => findings.map(({ code }) => code);

  it('virtual routers', async () => {
    const story = new Story();
    const nodes = Array.from({ length: 510 }, (_, at) =>
      story.node(1, 100, { vrid: 1 + (at % 255), vlans: [1 + Math.floor(at / 255)] }),
    );
    for (let second = 0; second < 3; second++) {
      nodes.forEach((node, at) => {
        node.advertise(second + at * 1e-3);
      });
    }
    const all = await reportWithin(1e7, story);
    expect([all.virtualRouters.length, codesOf(all)]).toEqual([510, []]);
    const some = await reportWithin(1e6, story);
    expect(some.virtualRouters.length).toBeGreaterThan(50);
    expect(historiesOf(some)).toEqual(historiesOf(all).slice(0, some.virtualRouters.length));
    expect(codesOf(some)).toEqual(['too-many-speakers']);
  });

  it('routers, addresses and settings of one virtual router', async () => {
    const story = new Story();
    for (let host = 1; host <= 100; host++) {
      const addresses = Array.from({ length: 20 }, (_, at) => `10.${host}.0.${at + 1}`);
      story.node(host, 100, { addresses }).advertise(host * 0.01);
    }
    const report = await reportWithin(1e5, story);
    const routers = report.virtualRouters.flatMap((one) => one.routers);
    expect(routers.length).toBeLessThan(50);
    expect(codesOf(report)).toContain('too-many-speakers');
  });

  it('masterships of one virtual router: it is not followed further, and nobody is said to be silent', async () => {
    const story = new Story();
    const node = story.node(1, 100);
    for (let turn = 0; turn < 500; turn++) node.advertise(turn * 10).resign(turn * 10 + 1);
    const whole = await reportWithin(1e7, story);
    const cut = await reportWithin(1e5, story);
    const [one, other] = [whole.virtualRouters[0], cut.virtualRouters[0]];
    expect(one?.reigns.length).toBe(500);
    expect(other?.reigns.length).toBeGreaterThan(20);
    expect(other?.reigns.length).toBeLessThan(60);
    expect(other?.reigns.slice(0, -1)).toEqual(one?.reigns.slice(0, (other?.reigns.length ?? 0) - 1));
    expect(codesOf(cut)).toContain('too-many-speakers');
  });

  it('changes of priority: the oldest go', async () => {
    const story = new Story();
    const node = story.node(1, 100);
    for (let second = 0; second < 1000; second++) node.advertise(second, { priority: 100 + (second % 100) });
    const report = await reportWithin(1e5, story);
    const changes = report.virtualRouters[0]?.priorityChanges ?? [];
    expect(changes.length).toBeLessThan(400);
    expect(changes.at(-1)).toMatchObject({ from: 198, to: 199 });
  });
});
