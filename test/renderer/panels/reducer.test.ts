import { describe, expect, test } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import type { CaptureStatus } from '../../../main/host-contract.ts';
import type { Action, AppState } from '../../../renderer/model/app-state.ts';
import { FIRST_STATE, reduce, viewOf } from '../../../renderer/model/reducer.ts';
import { sampleReport } from './sample-report.ts';

const splitBrain = sampleReport('split-brain');
const collision = sampleReport('vrid-collision');

function capture(id: string): CaptureStatus {
  const counts = { done: 1, total: 1, elapsed: 1, packets: 1, messages: 1, revision: 1 };
  return {
    id,
    paths: [`${id}.pcap`],
    state: 'read',
    failure: null,
    trouble: null,
    advice: null,
    live: null,
    beside: null,
    ...counts,
  };
}

function stateAfter(...actions: readonly Action[]): AppState {
  return actions.reduce(reduce, FIRST_STATE);
}

const opened = (...ids: readonly string[]): Action => ({ kind: 'captures', captures: ids.map(capture) });
const reported = (report: Report, id = 'a', revision = 1): Action => ({
  kind: 'report',
  capture: id,
  revision,
  language: 'en',
  report,
});

describe('captures', () => {
  test.each([
    ['the first one is looked at', [opened('a')], 'a'],
    ['one that appears is looked at', [opened('a'), opened('a', 'b')], 'b'],
    [
      'progress of another changes nothing',
      [opened('a', 'b'), { kind: 'select-capture', capture: 'a' }, opened('a', 'b')],
      'a',
    ],
    ['after the last one the one before it', [opened('a'), opened('a', 'b'), opened('a')], 'a'],
    ['after the first one the next', [opened('a', 'b'), { kind: 'select-capture', capture: 'a' }, opened('b')], 'b'],
    ['after the only one none', [opened('a'), opened()], null],
    ['one that is not there cannot be looked at', [opened('a'), { kind: 'select-capture', capture: 'x' }], 'a'],
  ] as [string, Action[], string | null][])('%s', (_, actions, selected) => {
    expect(stateAfter(...actions).selected).toBe(selected);
  });

  test('what was looked at is found again after looking at another capture', () => {
    const chosen: Action[] = [opened('a'), reported(splitBrain), { kind: 'select-finding', finding: 1 }];
    const before = stateAfter(...chosen);
    const back = stateAfter(...chosen, opened('a', 'b'), reported(collision, 'b'), {
      kind: 'select-capture',
      capture: 'a',
    });
    expect(viewOf(back, 'a')).toEqual(viewOf(before, 'a'));
  });

  test('nothing is kept of a closed capture', () => {
    expect(stateAfter(opened('a'), reported(splitBrain), opened()).views).toEqual({});
  });

  test('a report of a capture that was closed meanwhile is dropped', () => {
    expect(stateAfter(opened('a'), opened(), reported(splitBrain)).views).toEqual({});
  });
});

describe('a new report', () => {
  test('shows the worst virtual router', () => {
    const state = stateAfter(opened('a'), reported(collision));
    expect(viewOf(state, 'a').virtualRouter).toBe(collision.findings[0]?.virtualRouter);
  });

  test('shows another one that is worse now, as long as the user chose nothing', () => {
    const calm = { ...collision, findings: [] };
    const [first] = collision.virtualRouters;
    const worse = collision.virtualRouters.find(({ id }) => id === collision.findings[0]?.virtualRouter);
    const untouched = stateAfter(
      opened('a'),
      reported({ ...calm, virtualRouters: first ? [first] : [] }),
      reported(collision),
    );
    expect(viewOf(untouched, 'a').virtualRouter).toBe(worse?.id);
  });

  test('keeps what the user chose', () => {
    const other = collision.virtualRouters.find(({ id }) => id !== collision.findings[0]?.virtualRouter);
    const span = { start: (collision.start ?? 0) + 5, end: (collision.start ?? 0) + 9 };
    const state = stateAfter(
      opened('a'),
      reported(collision),
      { kind: 'select-virtual-router', virtualRouter: other?.id ?? '' },
      { kind: 'show-span', span },
      { kind: 'select-packet', packet: { source: 0, packet: 7 } },
      reported({ ...collision, end: (collision.end ?? 0) + 60 }, 'a', 2),
    );
    expect(viewOf(state, 'a')).toMatchObject({
      virtualRouter: other?.id,
      span,
      packet: { source: 0, packet: 7 },
      revision: 2,
    });
  });

  test('finds the chosen finding again where others came before it', () => {
    const [first] = splitBrain.findings;
    const more = { ...splitBrain, findings: first ? [{ ...first, code: 'no-master' }, ...splitBrain.findings] : [] };
    const state = stateAfter(opened('a'), reported(splitBrain), { kind: 'select-finding', finding: 1 }, reported(more));
    expect(viewOf(state, 'a').finding).toBe(2);
  });

  test('goes back to the whole observation where the span lies outside of it', () => {
    const start = splitBrain.start ?? 0;
    const state = stateAfter(
      opened('a'),
      reported(splitBrain),
      { kind: 'show-span', span: { start: start + 20, end: start + 25 } },
      reported({ ...splitBrain, end: start + 10 }),
    );
    expect(viewOf(state, 'a').span).toBeNull();
  });
});

describe('what is chosen', () => {
  const shown = [opened('a'), reported(splitBrain)];
  const [finding] = splitBrain.findings;

  test('a finding shows its time with a margin, marks its packets and shows the first', () => {
    const view = viewOf(stateAfter(...shown, { kind: 'select-finding', finding: 0 }), 'a');
    expect(view.evidence).toEqual(finding?.evidence);
    expect(view.packet).toEqual(finding?.evidence[0]);
    const [start, end] = [finding?.start ?? 0, finding?.end ?? 0];
    // 11.6 s and advertisements every second: six intervals at both sides are more than a quarter of it.
    expect(view.span).toEqual({ start: start - 6, end: end + 6 });
  });

  test('a moment shows a few intervals around it', () => {
    const moment = { ...splitBrain, findings: finding ? [{ ...finding, end: finding.start }] : [] };
    const view = viewOf(stateAfter(opened('a'), reported(moment), { kind: 'select-finding', finding: 0 }), 'a');
    expect(view.span).toEqual({ start: (finding?.start ?? 0) - 6, end: (finding?.start ?? 0) + 6 });
  });

  test('no finding keeps the span and the packet', () => {
    const chosen: Action[] = [...shown, { kind: 'select-finding', finding: 0 }];
    const before = viewOf(stateAfter(...chosen), 'a');
    const view = viewOf(stateAfter(...chosen, { kind: 'select-finding', finding: null }), 'a');
    expect(view).toEqual({ ...before, finding: null, evidence: [] });
  });

  test('a finding about the whole capture lists the packets of all virtual routers', () => {
    const about = { ...splitBrain, findings: finding ? [{ ...finding, virtualRouter: null }] : [] };
    const view = viewOf(stateAfter(opened('a'), reported(about), { kind: 'select-finding', finding: 0 }), 'a');
    expect(view.packets.scope).toBe('messages');
    expect(view.virtualRouter).toBe(splitBrain.virtualRouters[0]?.id);
  });

  test('another virtual router begins with its whole observation', () => {
    const other = collision.virtualRouters.find(({ id }) => id !== collision.findings[0]?.virtualRouter)?.id ?? '';
    const view = viewOf(
      stateAfter(
        opened('a'),
        reported(collision),
        { kind: 'select-finding', finding: 0 },
        { kind: 'select-virtual-router', virtualRouter: other },
      ),
      'a',
    );
    expect(view).toMatchObject({ virtualRouter: other, span: null, finding: null, evidence: [], packet: null });
  });

  test.each([
    ['as wide as the observation is the whole', 0, 1000, null],
    ['of no length is the whole', 5, 5, null],
    ['that reaches out is cut', -5, 4, [0, 4]],
  ] as [string, number, number, [number, number] | null][])('a span %s', (_, from, to, expected) => {
    const start = splitBrain.start ?? 0;
    const state = stateAfter(...shown, { kind: 'show-span', span: { start: start + from, end: start + to } });
    expect(viewOf(state, 'a').span).toEqual(expected && { start: start + expected[0], end: start + expected[1] });
  });

  test('a mark in a chart with packets does not zoom; one without does', () => {
    const at = { start: (splitBrain.start ?? 0) + 12, end: (splitBrain.start ?? 0) + 12 };
    const marked = stateAfter(...shown, { kind: 'show-packets', evidence: [{ source: 0, packet: 23 }], span: at });
    expect(viewOf(marked, 'a')).toMatchObject({ span: null, packet: { source: 0, packet: 23 } });
    const unmarked = stateAfter(...shown, { kind: 'show-packets', evidence: [], span: at });
    expect(viewOf(unmarked, 'a')).toMatchObject({ span: { start: at.start - 6, end: at.end + 6 }, packet: null });
  });
});
