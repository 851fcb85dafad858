import { describe, expect, it } from 'vitest';
import { instance, reportWith } from '../../support/configured.ts';
import type { AdvertisementParts } from '../../support/packet-builders.ts';
import { pair, Story, VIP } from '../../support/story.ts';

/** What happened and the setting that made it so are one finding. */
const OTHER = '192.0.2.101';

/** A resigns and B takes over, each with its own settings. */
function handedOver(a: AdvertisementParts, b: AdvertisementParts): Uint8Array {
  const story = new Story();
  const [one, other] = [story.node(1, 100, a), story.node(2, 50, b)];
  one.id = 500;
  one.advertiseFrom(0, 10).resign(10.2);
  other.advertiseFrom(11.005, 30.005);
  return story.capture();
}

async function alarms(capture: Uint8Array, configurations: Record<string, string>) {
  const { findings } = await reportWith(capture, configurations);
  return findings.filter(({ severity }) => severity !== 'info');
}

const pass = (password: string) => ['authentication {', 'auth_type PASS', `auth_pass ${password}`, '}'];

describe('a configured difference that the packets show, too', () => {
  it.each([
    [
      'address-mismatch',
      handedOver({}, { addresses: [VIP, OTHER] }),
      instance(50, { addresses: [VIP, OTHER] }),
      instance(100),
      'lb02 has 192.0.2.100, 192.0.2.101 (lb02.conf:5)',
    ],
    [
      'interval-mismatch',
      handedOver({}, { interval: 2 }),
      instance(50, { lines: ['advert_int 2'] }),
      instance(100),
      'lb02 has advert_int 2 (lb02.conf:5)',
    ],
    [
      'authentication-mismatch',
      handedOver({ authType: 1, authData: 'one' }, { authType: 1, authData: 'two' }),
      instance(50, { lines: pass('two') }),
      instance(100, { lines: pass('one') }),
      '(lb02.conf:7)',
    ],
  ])('%s: the packets prove it, and it names file and line as its cause', async (code, capture, lb02, lb01, says) => {
    const [told, ...others] = await alarms(capture, { lb01, lb02 });
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      code,
      reason: 'config-difference',
      routers: ['192.0.2.1', '192.0.2.2'],
      start: expect.any(Number),
    });
    expect(told?.explanation).toContain(says);
    expect(told?.evidence.length).toBeGreaterThan(1);
    expect(told?.places).toContainEqual({ file: 'lb02.conf', line: expect.any(Number) });
  });

  it('a split brain keeps the mismatch as its reason, and names the file', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 30);
    b.advertiseFrom(3.4, 29.4, 1, { addresses: [VIP, OTHER] });
    const told = await alarms(story.capture(), {
      lb01: instance(100),
      lb02: instance(50, { addresses: [VIP, OTHER] }),
    });
    expect(told).toMatchObject([{ code: 'split-brain', reason: 'address-mismatch' }]);
    expect(told[0]?.explanation).toContain('lb02.conf:5');
  });

  it('without configurations it is told from the packets alone', async () => {
    expect(await alarms(handedOver({}, { interval: 2 }), {})).toMatchObject([
      { code: 'interval-mismatch', reason: null },
    ]);
  });
});

describe('a configured mistake that struck', () => {
  const watched = { lines: ['track_script {', 'chk', '}'] };
  const check = 'vrrp_script chk {\n script "/bin/true"\n weight -20\n}\n';

  it('a weight too small is the cause of the drop that moved nothing', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 40, 1, { priority: 80 });
    const told = await alarms(story.capture(), {
      lb01: check + instance(100, watched),
      lb02: check + instance(50, watched),
    });
    expect(told).toMatchObject([{ code: 'priority-drop-too-small', reason: 'config-mistake', routers: ['192.0.2.1'] }]);
    expect(told[0]?.explanation).toContain('track_script chk weight -20');
    expect(told[0]?.evidence).toHaveLength(1);
  });

  it('nopreempt that state MASTER takes back is the cause of a takeover in spite of it', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 50), story.node(2, 100)];
    a.id = 500;
    a.advertiseFrom(0, 10);
    b.id = 70;
    b.advertiseFrom(13.609, 20.609).resign(21);
    a.advertiseFrom(21.805, 40.805);
    b.id = 0;
    b.advertiseFrom(41, 60);
    const told = await alarms(story.capture(), {
      lb01: instance(50),
      lb02: instance(100, { lines: ['state MASTER', 'nopreempt'] }),
    });
    const takeover = told.find(({ code }) => code === 'nopreempt-takeover');
    expect(takeover).toMatchObject({ reason: 'config-mistake' });
    expect(takeover?.explanation).toContain('lb02.conf:6');
    expect(told.map(({ code }) => code)).not.toContain('config-mistake');
  });
});
