import { describe, expect, test } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import type { CaptureStatus } from '../../../main/host-contract.ts';
import { FeedError } from '../../../main/live/feed.ts';
import { grantOf } from '../../../main/live/inputs/grant.ts';
import { noSuchInterface } from '../../../main/live/inputs/interface-fault.ts';
import { captureProgram } from '../../../main/live/inputs/local-tools.ts';
import type { Action } from '../../../renderer/model/app-state.ts';
import { asOf, shownSpan } from '../../../renderer/model/live.ts';
import { FIRST_STATE, reduce, viewOf } from '../../../renderer/model/reducer.ts';
import { wordsIn } from '../../../renderer/shared/words/words.ts';
import { liveStatus } from './live-setups.ts';
import { sampleReport } from './sample-report.ts';

const splitBrain = sampleReport('split-brain');
const collision = sampleReport('vrid-collision');
const START = splitBrain.start ?? 0;
const END = splitBrain.end ?? 0;
/** Twenty minutes after it began. */
const NOW = START + 1200;

function heard(now: number, state: CaptureStatus['state'] = 'reading'): Action {
  const counts = {
    done: 0,
    total: null,
    elapsed: 1,
    packets: 1,
    messages: 1,
    revision: 1,
    failure: null,
    trouble: null,
    advice: null,
    beside: null,
  };
  const live = liveStatus({ now }, { state });
  return { kind: 'captures', captures: [{ ...counts, id: 'a', paths: [], state, live: null, ...live }] };
}

const reported = (report: Report = { ...splitBrain, end: NOW }, revision = 1): Action => ({
  kind: 'report',
  capture: 'a',
  revision,
  language: 'en',
  report,
});

const listening = [heard(NOW), reported()];
const viewAfter = (...actions: readonly Action[]) => viewOf(actions.reduce(reduce, FIRST_STATE), 'a');

function shownAfter(now: number, ...actions: readonly Action[]) {
  const view = viewAfter(...actions);
  const report = view.report ?? expect.fail('no report');
  const { start, end } = shownSpan(view, asOf(report, now));
  return [start, end].map((time) => Math.round(time - NOW));
}

describe('while an interface is listened to', () => {
  test('the last five minutes are shown, and go on', () => {
    expect(shownAfter(NOW, ...listening)).toEqual([-300, 0]);
    expect(shownAfter(NOW + 7, ...listening, heard(NOW + 7))).toEqual([-293, 7]);
  });

  test('a capture that has just begun fills half a minute', () => {
    const report = { ...splitBrain, end: START + 5 };
    const view = viewAfter(heard(START + 5), reported(report));
    expect(shownSpan(view, report)).toEqual({ start: START + 5 - 30, end: START + 5 });
  });

  test('looking elsewhere ends that, and following begins it again', () => {
    const elsewhere: Action = { kind: 'show-span', span: { start: NOW - 900, end: NOW - 800 } };
    expect(shownAfter(NOW + 7, ...listening, elsewhere, heard(NOW + 7))).toEqual([-900, -800]);
    expect(shownAfter(NOW + 7, ...listening, elsewhere, { kind: 'follow' }, heard(NOW + 7))).toEqual([-293, 7]);
  });

  test('a span that reaches to now goes on with it', () => {
    const zoomed: Action = { kind: 'show-span', span: { start: NOW - 20, end: NOW } };
    expect(shownAfter(NOW + 7, ...listening, zoomed, heard(NOW + 7))).toEqual([-13, 7]);
  });

  test('the whole observation grows', () => {
    const whole: Action = { kind: 'show-span', span: null };
    expect(viewAfter(...listening, whole).follows).toBeNull();
    expect(shownAfter(NOW + 7, ...listening, whole, heard(NOW + 7))).toEqual([-1200, 7]);
  });

  test('a finding is shown where it is, and stays', () => {
    const chosen: Action = { kind: 'select-finding', finding: 0 };
    const shown = shownAfter(NOW, ...listening, chosen);
    expect(shown[1]).toBeLessThan(-1000);
    expect(shownAfter(NOW + 7, ...listening, chosen, heard(NOW + 7))).toEqual(shown);
  });

  test('a packet and the tooltip of a mark leave it as it is', () => {
    const evidence = [{ source: 0, packet: 23 }];
    expect(viewAfter(...listening, { kind: 'show-packets', evidence, span: null }).follows).toBe(300);
    expect(viewAfter(...listening, { kind: 'select-packet', packet: { source: 0, packet: 23 } }).follows).toBe(300);
  });

  test('a report in which another virtual router is worse leads nowhere else', () => {
    const calm = { ...collision, findings: [] };
    const first = viewAfter(heard(NOW), reported(calm)).virtualRouter;
    expect(first).not.toBe(collision.findings[0]?.virtualRouter);
    expect(viewAfter(heard(NOW), reported(calm), reported(collision, 2)).virtualRouter).toBe(first);
  });

  test('another virtual router is shown now', () => {
    const other = collision.virtualRouters.find(({ id }) => id !== collision.findings[0]?.virtualRouter)?.id ?? '';
    const [start, end] = [collision.start ?? 0, collision.end ?? 0];
    const view = viewAfter(
      heard(end),
      reported(collision),
      { kind: 'show-span', span: { start: start + 5, end: start + 9 } },
      { kind: 'select-virtual-router', virtualRouter: other },
    );
    expect(view).toMatchObject({ virtualRouter: other, span: null, follows: 300 });
  });

  test('afterwards what was shown last stays', () => {
    const shown = viewAfter(...listening, heard(NOW, 'stopped'));
    expect(shown).toMatchObject({ follows: null, span: { start: NOW - 300, end: NOW } });
    expect(viewAfter(...listening, heard(NOW, 'stopped'), { kind: 'follow' })).toEqual(shown);
  });
});

test('files are never followed', () => {
  const file = {
    id: 'a',
    paths: ['a.pcap'],
    state: 'read' as const,
    failure: null,
    trouble: null,
    advice: null,
    live: null,
    beside: null,
  };
  const counts = { done: 1, total: 1, elapsed: 1, packets: 1, messages: 1, revision: 1 };
  const opened: Action = { kind: 'captures', captures: [{ ...file, ...counts }] };
  const report = reported(splitBrain);
  expect(viewAfter(opened, report)).toMatchObject({ follows: null, span: null });
  const toTheEnd: Action = { kind: 'show-span', span: { start: END - 5, end: END } };
  expect(viewAfter(opened, report, toTheEnd)).toMatchObject({ follows: null, span: { start: END - 5, end: END } });
});

test('what may be missing here is told in Chinese', () => {
  const { trouble, remedy } = wordsIn('zh').live;
  const fault = noSuchInterface('eth7');
  const forbidden = new FeedError('not-permitted', { code: 'may-not-run', path: '/usr/bin/dumpcap' });
  const program = captureProgram('tcpdump');
  const grants = (['dumpcap', 'tcpdump'] as const).flatMap((via) => [
    grantOf({ via, program: null, fault: new FeedError('program-missing', { code: 'not-installed', tool: via }) }),
    ...(program.path === null
      ? []
      : [true, false].map((executable) => grantOf({ via, program: { ...program, executable }, fault: forbidden }))),
  ]);
  expect(trouble(fault.trouble)).toBe('没有名为 eth7 的接口');
  expect(wordsIn('en').live.trouble(fault.trouble)).toBe('there is no interface eth7');
  for (const grant of grants) {
    if (grant === null) continue;
    expect(trouble(grant.reason)).toMatch(/[\u4e00-\u9fff]/);
    expect(remedy(grant.remedy)).toMatch(/[\u4e00-\u9fff]/);
  }
});
