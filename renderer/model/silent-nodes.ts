import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import { isState, type LoggedLine, type LoggedState } from './logged-lines.ts';
import { type Timeline, timelineOf } from './thinning.ts';

/** A node of the virtual router that no packet is known to come from, such as a backup all the time. */
export interface SilentNode {
  name: string;
  /** States that its log has it enter. */
  states: Timeline<LoggedState>;
  /** Its priority in keepalived.conf; null where that is not known. */
  configuredPriority: number | null;
  /** It may be one of the routers that were heard, of which nobody knows whose they are. */
  mayBeHeard: boolean;
}

/** Of the nodes that configurations and logs name, those that are none of the routers that were heard. */
export function silentNodes(report: Report, virtualRouter: VirtualRouter, logged: readonly LoggedLine[]): SilentNode[] {
  const names = displayNames(virtualRouter);
  const configured = reportIndex(report).configured.get(virtualRouter.id) ?? [];
  const lines = logged.filter(({ instance }) => instance !== null);
  const named = new Set([...configured, ...lines].map(({ node }) => node));
  const heard = virtualRouter.routers.map(({ address }) => [
    ...[...named].filter((node) => node === names.get(address)),
    ...configured.filter(({ instance }) => instance.router === address).map(({ node }) => node),
    ...lines.filter(({ router }) => router === address).map(({ node }) => node),
  ]);
  const mayBeHeard = heard.some((nodes) => nodes.length === 0);
  const known = new Set(heard.flat());
  return [...named]
    .filter((node) => !known.has(node))
    .map((node) => {
      const states = lines.filter(isState).filter((line) => line.node === node);
      return {
        name: escapeControls(node),
        states: timelineOf(states, timeOf, timeOf),
        configuredPriority: configured.find((one) => one.node === node)?.instance.priority ?? null,
        mayBeHeard,
      };
    });
}

function timeOf({ time }: LoggedState): number {
  return time;
}
