import { describe, expect, test } from 'vitest';
import { groupFindings } from '../../../decoder/incidents/group-findings.ts';
import { wordsOf } from '../../../decoder/wording/words.ts';
import { reportMarkdown } from '../../../main/output/report-markdown.ts';
import { reportText } from '../../../main/output/report-text.ts';
import { Story } from '../../support/story.ts';

const OPTIONS = { width: 200, color: false, unicode: true, utc: true, all: false, now: 0 };

/** A dies in thirty virtual routers at once, while C and D of another VRID are both master. */
function thirty(vridOf = (index: number) => 1 + index): Story {
  const story = new Story();
  for (let i = 0; i < 30; i++) {
    const settings = { vrid: vridOf(i), addresses: [`192.0.2.${100 + i}`] };
    const [a, b] = [story.node(1, 100, settings), story.node(2, 50, settings)];
    a.id = 500;
    a.advertiseFrom(i * 0.02, 20 + i * 0.02);
    b.advertiseFrom(23.805 + i * 0.021, 40);
  }
  const settings = { vrid: 99, addresses: ['192.0.2.199'], authType: 1 };
  const [c, d] = [story.node(3, 100, settings), story.node(4, 120, settings)];
  c.advertiseFrom(0, 10, 1, { authData: 'secret' });
  d.advertiseFrom(10.4, 40, 1, { authData: 'other' });
  return story;
}

const report = await thirty().report();
const findingsOf = (text: string) => text.slice(text.search(/\n(Findings|发现)\n/));

describe('what struck thirty virtual routers at once', () => {
  test.each([80, 200])('is one entry of the text at %i columns, and what is else stays in sight', (width) => {
    const text = findingsOf(reportText(report, { ...OPTIONS, width })).replace(/\s+/g, ' ');
    expect(text).toContain('▲ 30 virtual routers: VRID 1–30 20:27:00.000 3.81 s to 3.83 s failover');
    expect(text).toContain('192.0.2.1 fell silent on 30 virtual routers; 192.0.2.2 took over after 3.8 s');
    expect(text).toContain('VRID 30: 192.0.2.1 had not been heard for 3.834 s');
    expect(text.match(/ failover /g)).toHaveLength(1);
    expect(text).toMatch(/VRID 99 .* split-brain .* cleartext-password/);
    expect(text).not.toContain('--all shows them');
  });

  test('is each of them with --all, and in the report', () => {
    const text = findingsOf(reportText(report, { ...OPTIONS, all: true }));
    expect(text.match(/ failover /g)).toHaveLength(30);
    expect(report.findings.filter(({ code }) => code === 'failover')).toHaveLength(30);
  });

  test('is one heading of the Markdown', () => {
    const markdown = reportMarkdown(report, true);
    expect(markdown.match(/^failover, /gm)).toHaveLength(1);
    expect(markdown).toContain('failover, 30 virtual routers: VRID 1–30, 2026-05-28 20:27:00.000, 3.81 s to 3.83 s');
  });

  test('is one entry in Chinese', () => {
    const text = findingsOf(reportText(report, { ...OPTIONS, language: 'zh' }));
    expect(text).toContain('▲ 30 个虚拟路由器：VRID 1–30  20:27:00.000  3.81 秒至 3.83 秒  failover');
  });

  test('is told in ASCII, and by the ranges of its VRIDs', async () => {
    const odd = await thirty((index) => 2 * index + 1).report();
    const text = findingsOf(reportText(odd, { ...OPTIONS, unicode: false }));
    expect(text).toContain('30 virtual routers: VRID 1, 3, 5, 7, 9, 11 +24 more');
    expect(findingsOf(reportText(report, { ...OPTIONS, unicode: false }))).toContain('VRID 1-30  ');
  });
});

describe('what is not the same is told apart', () => {
  test('of another code, of other machines, of another time', async () => {
    const story = new Story();
    const moves = [
      { number: 1, at: 20 },
      { number: 1, at: 20.1 },
      { number: 3, at: 20.2 },
      { number: 1, at: 200 },
    ];
    moves.forEach(({ number, at }, index) => {
      const settings = { vrid: 1 + index, addresses: [`192.0.2.${100 + index}`] };
      const [a, b] = [story.node(number, 100, settings), story.node(number + 1, 50, settings)];
      a.id = 500;
      a.advertiseFrom(at % 1, at);
      b.advertiseFrom(at + 3.805, 240);
    });
    const groups = groupFindings(await story.report(), wordsOf('en'));
    const failovers = groups.filter(({ worst }) => worst.code === 'failover');
    expect(failovers.map(({ virtualRouters }) => virtualRouters.map(({ vrid }) => vrid))).toEqual([[1, 2], [3], [4]]);
    expect(failovers[1]?.title).toBe('Failover from 192.0.2.3 to 192.0.2.4: 192.0.2.3 fell silent');
  });

  test('twice in one virtual router is two', async () => {
    const { findings, ...more } = report;
    const twice = findings.filter(({ virtualRouter }) => virtualRouter === 'ipv4/1');
    const groups = groupFindings({ ...more, incidents: [], findings: [...twice, ...twice] }, wordsOf('en'));
    expect(groups).toHaveLength(2);
  });

  test('settings that are alike in several are one, though they are no event', async () => {
    const story = new Story();
    for (const vrid of [7, 8]) {
      story.node(1, 100, { vrid, authType: 1, authData: 'secret' }).advertiseFrom(0, 20);
    }
    const [group, ...others] = groupFindings(await story.report(), wordsOf('en'));
    expect(others).toEqual([]);
    expect(group?.title).toBe('The password of VRID 7 travels in clear text; the same on 1 more virtual router');
  });
});
