import { expect, test } from 'vitest';
import { Analysis } from '../../../decoder/analyze.ts';
import { chartHistory } from '../../../renderer/model/chart-history.ts';
import { chartLayout } from '../../../renderer/model/chart-layout.ts';
import { drawLanes } from '../../../renderer/model/lanes.ts';
import { configurationOf, instance } from '../../support/configured.ts';
import { entering, logOf, precise } from '../../support/logged.ts';
import { pair, STORY_START, sourceOf } from '../../support/story.ts';

/** Only 192.0.2.1 is heard, with priority 100. */
async function historyOf(configurations: Record<string, string>, logs: Record<string, string> = {}) {
  const { story, a } = pair();
  a.advertiseFrom(0, 40);
  const analysis = new Analysis([sourceOf(story.capture())], {
    configurations: Object.entries(configurations).map(([name, text]) => configurationOf(name, text)),
    logs: Object.entries(logs).map(([name, text]) => logOf(name, text)),
  });
  await analysis.run();
  const report = analysis.report('en');
  const [virtualRouter] = report.virtualRouters;
  if (!virtualRouter) throw new Error('no virtual router');
  return chartHistory(report, virtualRouter);
}

const both = { lb01: instance(100), lb02: instance(50) };

test('a backup that was never heard has a lane of its own below the others, with what its log says', async () => {
  const lb02 = precise([
    [10, entering('FAULT')],
    [20, entering('BACKUP')],
  ]);
  const history = await historyOf(both, { lb02 });
  expect(history.silent).toMatchObject([{ name: 'lb02', configuredPriority: 50, mayBeHeard: false }]);
  const { lanes, silent } = drawLanes(history, { from: STORY_START, to: STORY_START + 40, width: 400 });
  expect(lanes).toHaveLength(1);
  expect(silent[0]?.map(({ x, members }) => [Math.round(x), members[0]?.kind])).toEqual([
    [100, 'fault'],
    [200, 'backup'],
  ]);
  const layout = chartLayout(history);
  const lanesEnd = layout.lanesBand.y + layout.lanesBand.height;
  expect(layout.silent[0]?.y).toBeGreaterThan(lanesEnd);
  expect(layout.priority.y).toBeGreaterThan((layout.silent[0]?.y ?? Infinity) + (layout.silent[0]?.height ?? 0));
});

test('a node that was heard has none but its own', async () => {
  const history = await historyOf({ lb01: instance(100) }, { lb01: precise([[0, entering('MASTER')]]) });
  expect(history.silent).toEqual([]);
});

test('a node that nothing ties to a router may be one that was heard', async () => {
  const history = await historyOf({ lb09: instance(77) });
  expect(history.silent).toMatchObject([{ name: 'lb09', mayBeHeard: true }]);
});

test('what a configuration or a log says of other virtual routers makes no lane here', async () => {
  const log = precise([[10, entering('MASTER', 'VI_9')]]);
  const history = await historyOf(
    { ...both, lb03: instance(40, { name: 'VI_9', vrid: 52, addresses: ['192.0.2.200/24'] }) },
    { lb03: log },
  );
  expect(history.silent.map(({ name }) => name)).toEqual(['lb02']);
});
