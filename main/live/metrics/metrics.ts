import { Registry } from 'prom-client';
import type { Report, Severity } from '../../../decoder/report.ts';
import type { LiveStatus } from '../live-contract.ts';
import { ListedRouters, type ListedVirtualRouter, label } from './listed-routers.ts';
import { createInstruments, type Instruments } from './metrics-instruments.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/** What a live capture knows, for Prometheus. */
export class LiveMetrics {
  readonly #registry = new Registry();
  readonly #instruments: Instruments;
  readonly #version: string;
  readonly #listed = new ListedRouters();
  #latest: { report: Report; status: LiveStatus } | null = null;
  #beginnings = 0;
  #dropped: number | null = null;

  constructor(tool: { name: string; version: string }) {
    this.#version = tool.version;
    this.#instruments = createInstruments(this.#registry);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Takes no time: everything is worked out when somebody asks. */
  update(report: Report, status: LiveStatus): void {
    const listened = this.#latest?.status.state === 'listening';
    if (status.state === 'listening' && !listened) this.#beginnings += 1;
    this.#latest = { report, status };
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    this.#registry.resetMetrics();
    this.#fillProcess();
    if (this.#latest) this.#fill(this.#latest.report, this.#latest.status);
    return this.#registry.metrics();
  }

  #fillProcess(): void {
    const of = this.#instruments;
    const { user, system } = process.cpuUsage();
    of.buildInfo.set({ version: this.#version }, 1);
    of.cpuSeconds.inc((user + system) / 1e6);
    of.residentMemory.set(process.memoryUsage.rss());
    of.startTime.set(Math.round(Date.now() / 1000 - process.uptime()));
  }

  #fill(report: Report, status: LiveStatus): void {
    const isWatched = status.state === 'listening';
    this.#listed.update(report.virtualRouters, status.now ?? report.end ?? 0);
    this.#fillCapture(status);
    this.#fillFindings(report, isWatched);
    for (const one of this.#listed.all) {
      this.#fillHistory(one);
      this.#fillRouters(one, isWatched);
    }
  }

  #fillCapture(status: LiveStatus): void {
    const of = this.#instruments;
    of.captureInfo.set({ input: inputName(status), via: status.via }, 1);
    of.listening.set(Number(status.state === 'listening'));
    of.silenceProven.set(Number(status.silenceProven));
    of.quiet.set(status.quiet);
    of.restarts.inc(Math.max(0, this.#beginnings - 1));
    of.packets.inc(status.packets);
    this.#dropped = status.dropped ?? this.#dropped;
    if (this.#dropped !== null) {
      this.#registry.registerMetric(of.dropped);
      of.dropped.inc(this.#dropped);
    }
    of.writeFailed.set(Number(status.writeFailure !== null));
    of.virtualRouters.set(this.#listed.size);
    of.unlisted.set(this.#listed.unlisted);
  }

  /** What holds is told only while somebody looks; of virtual routers without series it counts for the whole capture. */
  #fillFindings(report: Report, isWatched: boolean): void {
    const of = this.#instruments;
    for (const severity of SEVERITIES) of.findings.set({ severity }, 0);
    for (const { code, severity, end, virtualRouter } of report.findings) {
      of.findings.inc({ severity });
      if (end !== null || !isWatched) continue;
      const labels = virtualRouter === null ? undefined : this.#listed.labelsOf(virtualRouter);
      of.openFindings.inc({ ...labels, code, severity });
    }
  }

  #fillHistory({ labels, totals, heard }: ListedVirtualRouter): void {
    const of = this.#instruments;
    of.routers.set(labels, heard);
    for (const [cause, total] of totals.transitions) of.transitions.inc({ ...labels, cause }, total.value);
    of.splitBrains.inc(labels, totals.splitBrains.value);
    of.splitBrainSeconds.inc(labels, totals.splitBrainSeconds.value);
    of.noMasters.inc(labels, totals.noMasters.value);
    of.noMasterSeconds.inc(labels, totals.noMasterSeconds.value);
    of.nearFailovers.inc(labels, totals.nearFailovers.value);
    of.lostAdvertisements.inc(labels, totals.lostAdvertisements.value);
    of.announcements.inc(labels, totals.announcements.value);
  }

  /** Who is master is told only while somebody looks. */
  #fillRouters({ labels: of, masters, routers }: ListedVirtualRouter, isWatched: boolean): void {
    const { masters: mastersGauge, master, priority, interval, advertisements, lastHeard } = this.#instruments;
    if (isWatched) mastersGauge.set(of, masters.size);
    for (const router of routers) {
      const labels = { ...of, router: router.address };
      if (isWatched) master.set(labels, Number(masters.has(router.address)));
      priority.set(labels, router.priority.last);
      interval.set(labels, router.interval.advertised);
      advertisements.inc(labels, router.advertisements);
      lastHeard.set(labels, router.last);
    }
  }
}

/** A command may hold a password, and everybody may read metrics. */
function inputName({ via, name }: LiveStatus): string {
  return via === 'command' ? 'command' : label(name);
}
