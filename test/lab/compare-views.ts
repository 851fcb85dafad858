import type { Report } from '../../decoder/report.ts';
import { wordsOf } from '../../decoder/wording/words.ts';
import type { Fault, Truth } from './truth.ts';

/** Clocks are put on each other to within this, in seconds and parts per million. */
const CLOCK = 2e-3;
const DRIFT = 25;

/** Captures on several nodes against what was done to them: their clocks, and what was dropped in front of them. */
export function compareViews(report: Report, truth: Truth): string[] {
  if (!truth.capture.views) return [];
  return [...compareClocks(report, truth), ...compareUndelivered(report, truth), ...compareSentences(report, truth)];
}

function compareClocks({ views = [], sources }: Report, { capture }: Truth): string[] {
  return (capture.views ?? []).flatMap(({ node, ahead, drift }) => {
    const view = views.find(({ name }) => name === node);
    const [source] = view?.sources ?? [];
    const first = source === undefined ? null : (sources[source]?.start ?? null);
    if (!view || first === null) return [`no view ${node}`];
    const wanted = -ahead - (drift / 1e6) * (first - ahead - capture.start);
    const off = view.clockOffset - wanted;
    return [
      ...(Math.abs(off) > CLOCK ? [`clock of ${node} is off by ${off} s`] : []),
      ...(Math.abs(view.clockDrift + drift) > DRIFT
        ? [`drift of ${node} is ${view.clockDrift} instead of ${-drift}`]
        : []),
    ];
  });
}

/** Each loss in front of a node's interface is told, with its times; nothing else is. */
function compareUndelivered({ undelivered = [] }: Report, truth: Truth): string[] {
  const speakers = truth.virtualRouters.flatMap((virtualRouter) => virtualRouter.speakers);
  const interval = Math.max(...speakers.map((speaker) => speaker.interval));
  const cuts = truth.faults.filter(({ kind, detail }) => kind.startsWith('drop') && !detail.startsWith('host'));
  const isCut = (cut: Fault, view: string, from: string | undefined) =>
    cut.kind === 'drop-to' ? cut.node === view && from !== view : cut.node === from && from !== view;
  const explained = new Set<Fault>();
  const invented = undelivered.filter(({ view, router, start, end }) => {
    const from = speakers.find((speaker) => speaker.router === router)?.node;
    const cut = cuts.find(
      (fault) =>
        isCut(fault, view, from) && start >= fault.time - 0.05 && end <= (fault.end ?? truth.capture.end) + 0.05,
    );
    if (cut) explained.add(cut);
    return cut === undefined;
  });
  return [
    ...invented.map(({ router, view, start, end, advertisements }) => {
      const at = (time: number) => (time - truth.capture.start).toFixed(3);
      return `invented: ${advertisements} of ${router} did not reach ${view} ${at(start)}–${at(end)}`;
    }),
    ...cuts
      .filter((cut) => (cut.end ?? truth.capture.end) - cut.time > 2 * interval && !explained.has(cut))
      .map(({ kind, node }) => `missing: what ${kind} ${node} took`),
  ];
}

function compareSentences({ findings }: Report, { expects, virtualRouters }: Truth): string[] {
  const told = findings.map(({ explanation }) => explanation).join(' ');
  const { deliveries } = wordsOf('en');
  const address = (node: string) =>
    virtualRouters.flatMap(({ speakers }) => speakers).find((speaker) => speaker.node === node)?.router ?? '';
  return expects.deliveries.flatMap(({ from, to, how }) => {
    const [router, at] = [address(from), address(to)];
    const sentence =
      how === 'refused' ? deliveries.refused({ router, by: at }) : ` left ${router} and never arrived at ${at}.`;
    return told.includes(sentence) ? [] : [`${how}: nothing says so of ${from} to ${to}`];
  });
}
