import type { Configuration } from './configuration/configuration.ts';
import { describeConfigurations } from './describe-configurations.ts';
import { describeLogs } from './describe-logs.ts';
import { withIncidents } from './incidents/find-incidents.ts';
import { labelRouters } from './label-configured.ts';
import type { NodeLog } from './logs/node-log.ts';
import type { MessageStream } from './message-stream.ts';
import type {
  Announcement,
  OtherProtocol,
  Ownership,
  Reign,
  Report,
  ReportView,
  Router,
  Transition,
  Undelivered,
  Unreadable,
  VirtualRouter,
} from './report.ts';
import { NANOS_PER_SECOND, type Nanos, toEpochSeconds, toSeconds } from './time.ts';
import type { AddressState } from './timeline/announcements.ts';
import { explainTransition } from './timeline/explain-transition.ts';
import { findFindings } from './timeline/findings/find-findings.ts';
import type { FindingDraft } from './timeline/findings/finding-draft.ts';
import type { History } from './timeline/history.ts';
import { MOST_ENTRIES } from './timeline/lists.ts';
import { namesWithLogs, placeLogs } from './timeline/match-logs.ts';
import { matchRouters } from './timeline/match-routers.ts';
import { ownersOf } from './timeline/owners.ts';
import type { RouterState } from './timeline/router-state.ts';
import { routersOf } from './timeline/split-brain.ts';
import type { Timeline } from './timeline/timeline.ts';
import type { OpenedView } from './viewpoints/open-views.ts';
import { driftOf, offsetAt } from './viewpoints/view-clock.ts';
import type { Language } from './wording/language.ts';
import { type Words, wordsOf } from './wording/words.ts';

export interface ReportInput {
  tool: { name: string; version: string };
  streams: readonly MessageStream[];
  unreadable: Unreadable[];
  timeline: Timeline;
  epochSeconds: number;
  showPasswords: boolean;
  language: Language;
  /** Of the observation; null without packets. */
  start: Nanos | null;
  end: Nanos | null;
  /** Whether routers have their timing, which is most of a report. */
  timing: boolean;
  /** Of the nodes, and names of routers by their addresses. */
  configurations?: readonly Configuration[];
  names?: ReadonlyMap<string, string>;
  /** What the nodes' keepalived wrote. */
  logs?: readonly NodeLog[];
  /** Named viewpoints; empty where there are none. */
  views: readonly OpenedView[];
}

/** Turns what the engine concluded into the report that every output is made from. */
export function buildReport({
  tool,
  streams,
  unreadable,
  timeline,
  epochSeconds,
  start,
  end,
  showPasswords,
  language,
  timing,
  configurations = [],
  names = new Map(),
  logs = [],
  views,
}: ReportInput): Report {
  const histories = timeline.histories();
  const words = wordsOf(language);
  const configured = matchRouters(configurations, histories, namesWithLogs(names, logs));
  const placed = placeLogs(logs, { histories, configured, names, epochSeconds, clocks: clocksOf(views) });
  const builder = new ReportBuilder(streams, timeline, epochSeconds, words, timing);
  const report: Report = {
    schema: 'vrrpscope.report/1',
    tool,
    sources: streams.map((stream) => stream.buildSource()),
    unreadable,
    start: start === null ? null : builder.time(start),
    end: end === null ? null : builder.time(end),
    virtualRouters: labelRouters(
      histories.map((history) => builder.virtualRouter(history)),
      configured,
    ),
    findings: findFindings({
      timeline,
      histories,
      streams,
      showPasswords,
      words,
      configurations,
      configured,
      logs: placed,
      views,
    }).map((draft) => builder.finding(draft)),
    incidents: [],
    otherProtocols: timeline.others.groups.map(
      ({ protocol, group, tunnel, vlans, speakers, packets }): OtherProtocol => ({
        protocol,
        group,
        ...(tunnel === null ? {} : { tunnel }),
        vlans: [...vlans],
        speakers: [...speakers],
        packets,
      }),
    ),
    ...(configurations.length === 0
      ? {}
      : { configurations: describeConfigurations(configurations, configured, showPasswords) }),
    ...(placed.length === 0 ? {} : { logs: describeLogs(placed, (time) => builder.time(time)) }),
    ...(views.length === 0 ? {} : { views: views.map(buildView), undelivered: builder.allUndelivered(histories) }),
  };
  return withIncidents(report, words, names);
}

/** Of those that were put on the first view's clock, as they were all the time. */
function clocksOf(views: readonly OpenedView[]): Map<string, Nanos> {
  return new Map(
    views.flatMap(({ name, clock, first, placement, sets }): [string, Nanos][] => {
      const isKnown = placement.how === 'first' || placement.how === 'matched';
      return isKnown && first && sets.length === 0 ? [[name, offsetAt(clock, first) * NANOS_PER_SECOND]] : [];
    }),
  );
}

function buildView({ name, sources, clock, first, placement }: OpenedView): ReportView {
  return {
    name,
    sources: [...sources],
    clockOffset: first ? offsetAt(clock, first) : 0,
    clockDrift: driftOf(clock),
    matched: placement.how === 'matched' ? placement.matched : 0,
    placement: placement.how,
  };
}

class ReportBuilder {
  readonly #streams: readonly MessageStream[];
  readonly #timeline: Timeline;
  readonly #epochSeconds: number;
  readonly #words: Words;
  readonly #timing: boolean;

  constructor(
    streams: readonly MessageStream[],
    timeline: Timeline,
    epochSeconds: number,
    words: Words,
    timing: boolean,
  ) {
    this.#streams = streams;
    this.#timeline = timeline;
    this.#epochSeconds = epochSeconds;
    this.#words = words;
    this.#timing = timing;
  }

  time(time: Nanos): number {
    return toEpochSeconds(time, this.#epochSeconds);
  }

  #timeOrNull(time: Nanos | null): number | null {
    return time === null ? null : this.time(time);
  }

  virtualRouter(history: History): VirtualRouter {
    const { virtualRouter, end } = history;
    const name = this.#interfaceName(virtualRouter.first.heard.evidence.source, virtualRouter.first.interfaceIndex);
    const routers = [...virtualRouter.routers.values()];
    const addresses = [...virtualRouter.addresses].flatMap(
      (address) => this.#timeline.announcements.get(virtualRouter, address) ?? [],
    );
    return {
      id: virtualRouter.id,
      source: [...virtualRouter.sources],
      ...(name === undefined ? {} : { interface: name }),
      ...(virtualRouter.tunnel === null ? {} : { tunnel: virtualRouter.tunnel }),
      vlans: [...virtualRouter.vlans],
      family: virtualRouter.family,
      vrid: virtualRouter.vrid,
      versions: [...new Set(routers.flatMap(({ versions }) => [...versions]))].sort(),
      addresses: [...virtualRouter.addresses],
      destinations: [...virtualRouter.destinations],
      routers: routers.map((router) => this.#router(router)),
      reigns: history.reigns.map(
        ({ claim, end: reignEnd, began }): Reign => ({
          router: claim.router.address,
          start: this.time(claim.start.time),
          end: reignEnd ? this.time(reignEnd.time) : null,
          began,
          ended: reignEnd ? reignEnd.how : 'open',
          priority: claim.firstPriority,
          advertisements: claim.advertisements,
        }),
      ),
      transitions: history.transitions.map((transition): Transition => {
        const { time, from, to, cause, lastHeard, announced, evidence } = transition;
        return {
          time: this.time(time),
          from: from?.router.address ?? null,
          to: to.router.address,
          cause,
          lastHeard: lastHeard ? this.time(lastHeard.time) : null,
          duration: lastHeard ? toSeconds(time - lastHeard.time) : null,
          announced,
          evidence,
          explanation: explainTransition(transition, this.#words),
        };
      }),
      splitBrains: history.splitBrains.map((split) => ({
        start: this.time(split.start),
        end: this.#timeOrNull(split.end),
        routers: routersOf(split).map(({ address }) => address),
        deaf: split.deaf.map(({ address }) => address),
        reason: split.reason,
        inferred: split.inferred,
        evidence: split.evidence,
      })),
      handoverRaces: history.races.map((race) => ({
        start: this.time(race.start),
        end: this.time(race.end ?? end),
        routers: routersOf(race).map(({ address }) => address),
      })),
      noMaster: history.noMaster.map((window) => ({
        start: this.time(window.start),
        end: this.#timeOrNull(window.end),
        atLeast: toSeconds((window.end ?? end) - window.start),
        atMost: toSeconds((window.end ?? end) - window.lastHeard),
        after: window.after,
      })),
      priorityChanges: routers
        .flatMap((router) => router.priorityChanges.map((change) => ({ router, change })))
        .sort((a, b) => a.change.time - b.change.time)
        .map(({ router, change }) => ({
          time: this.time(change.time),
          router: router.address,
          from: change.from,
          to: change.to,
          evidence: [change.evidence],
        })),
      lost: virtualRouter.lost.map(({ router, start, end: until, advertisements }) => ({
        router: router.address,
        start: this.time(start),
        end: this.time(until),
        advertisements,
      })),
      nearFailovers: virtualRouter.nearFailovers.map(({ router, time, gap, missed }) => ({
        router: router.address,
        time: this.time(time),
        gap: toSeconds(gap),
        missed,
      })),
      announcements: addresses.flatMap((state) => this.#announcements(state)).sort((a, b) => a.time - b.time),
      ownership: addresses.flatMap((state) => this.#ownership(state, history)).sort((a, b) => a.start - b.start),
    };
  }

  allUndelivered(histories: readonly History[]): Undelivered[] {
    const all = histories.flatMap((history) => this.#undelivered(history));
    return all.sort((a, b) => a.start - b.start).slice(0, MOST_ENTRIES);
  }

  #undelivered({ virtualRouter, undelivered, places }: History): Undelivered[] {
    return undelivered.map(({ router, place, start, end, advertisements }) => ({
      virtualRouter: virtualRouter.id,
      router: router.address,
      view: places?.all[place]?.name ?? '',
      start: this.time(start),
      end: this.time(end),
      advertisements,
    }));
  }

  finding(draft: FindingDraft) {
    return {
      code: draft.code,
      severity: draft.severity,
      title: draft.title,
      explanation: draft.explanation,
      advice: draft.advice,
      reason: draft.reason,
      virtualRouter: draft.virtualRouter?.id ?? null,
      routers: draft.routers,
      start: this.time(draft.start),
      end: this.#timeOrNull(draft.end),
      evidence: draft.evidence,
      ...(draft.places && { places: draft.places.map(({ file, line }) => ({ file, line })) }),
    };
  }

  #router(router: RouterState): Router {
    const { total } = router.timing;
    const name = this.#name(router.address);
    return {
      address: router.address,
      macs: [...router.macs],
      ...(name === undefined ? {} : { name }),
      advertisements: router.advertisements,
      first: this.time(router.first.time),
      last: this.time(router.last.time),
      priority: { last: router.priority, min: router.minPriority, max: router.maxPriority },
      interval: {
        advertised: toSeconds(router.lastMessage.interval),
        mean: total && toSeconds(total.mean),
        min: total && toSeconds(total.min),
        max: total && toSeconds(total.max),
      },
      timing: this.#timing ? router.timing.build(this.#epochSeconds) : router.timing.buildEmpty(this.#epochSeconds),
      authentication: router.lastMessage.authentication,
    };
  }

  #announcements({ address, bursts }: AddressState): Announcement[] {
    return bursts.map(({ start, end, mac, kind, count, router }) => ({
      time: this.time(start.time),
      end: this.time(end.time),
      address,
      mac,
      kind,
      count,
      router: router?.address ?? null,
    }));
  }

  #ownership(state: AddressState, history: History): Ownership[] {
    const { address } = state;
    return ownersOf(state, history).map(({ mac, router, start, end, by }) => ({
      address,
      mac,
      router: router?.address ?? null,
      start: this.time(start.time),
      end: this.#timeOrNull(end),
      by,
    }));
  }

  #name(address: string): string | undefined {
    for (const { reader } of this.#streams) {
      const name = reader.names.get(address);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  #interfaceName(source: number, index: number): string | undefined {
    return this.#streams[source]?.reader.interfaces[index]?.name;
  }
}
