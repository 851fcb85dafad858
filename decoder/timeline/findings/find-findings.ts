import { bySeverity } from '../../severity.ts';
import type { History } from '../history.ts';
import { addressFindings } from './addresses.ts';
import { captureFindings } from './capture.ts';
import { collidingRouters, collisionFindings } from './collisions.ts';
import { configurationFindings, withKnownCauses } from './configurations.ts';
import type { FindingDraft, FindingInput } from './finding-draft.ts';
import { handoverFindings } from './handovers.ts';
import { logFindings } from './logs.ts';
import { lossFindings } from './losses.ts';
import { cleartextPasswordFindings, messageFindings, reloadFindings } from './messages.ts';
import { withoutMirrored } from './mirrors.ts';
import { mismatchFindings } from './mismatches.ts';
import { noMasterFindings } from './no-master.ts';
import { priorityFindings } from './priorities.ts';
import { refusalFindings } from './refusals.ts';
import { splitBrainFindings } from './split-brain.ts';
import { isToldBySplit, syncGroupFindings } from './sync-groups.ts';
import { unansweredFindings } from './unanswered.ts';
import { undeliveredFindings, viewClockFindings } from './viewpoints.ts';
import { leakFindings } from './vlan-leaks.ts';

/** All findings, most severe first, then by time. */
export function findFindings(input: FindingInput): FindingDraft[] {
  const splitGroups = syncGroupFindings(input);
  const configured = configurationFindings(input);
  const colliding = collidingRouters(input);
  const findings = [
    ...input.histories.flatMap((history) => findingsOf(history, input, colliding.has(history.virtualRouter))),
    ...collisionFindings(input),
    ...leakFindings(input),
    ...refusalFindings(input),
    ...viewClockFindings(input),
    ...captureFindings(input),
    ...logFindings(input),
  ];
  const apart = withoutMirrored(findings, input).filter((finding) => !isToldBySplit(finding, splitGroups));
  return [...splitGroups, ...withKnownCauses(apart, configured, input.words)].sort(bySeverity);
}

function findingsOf(history: History, input: FindingInput, collides: boolean): FindingDraft[] {
  const addresses = addressFindings(history, input, couldSeeAnnouncements(history, input));
  const { words } = input;
  const { heldByNonMaster } = addresses;
  const handovers = handoverFindings(history, { heldByNonMaster, collides }, words);
  return [
    ...splitBrainFindings(history, input),
    ...addresses.findings,
    ...unansweredFindings(history, input),
    ...handovers,
    ...noMasterFindings(history, words),
    ...lossFindings(history, words),
    ...undeliveredFindings(history, words),
    ...mismatchFindings(history, input),
    ...priorityFindings(
      history,
      handovers.filter(({ code }) => code === 'flapping'),
      words,
    ),
    ...messageFindings(history, words),
    ...reloadFindings(history, words),
    ...cleartextPasswordFindings(history, input),
  ];
}

/** Absence is evidence only where presence was possible: no verdict where the capture holds no ARP or ND at all. */
function couldSeeAnnouncements({ virtualRouter }: History, { streams, timeline }: FindingInput): boolean {
  const { tunnel, family } = virtualRouter;
  if (tunnel !== null) return timeline.announcedIn.has(`${family === 'ipv4' ? 'arp' : 'nd'} ${tunnel}`);
  return [...virtualRouter.sources].some((source) => {
    const seen = streams[source]?.decoder.seen;
    return seen !== undefined && (family === 'ipv4' ? seen.arp : seen.icmpv6) > 0;
  });
}
