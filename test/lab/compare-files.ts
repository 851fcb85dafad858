import type { Report, ReportLog } from '../../decoder/report.ts';
import { expectedHistory } from './expected-history.ts';
import { compareFindings } from './score.ts';
import type { LogFacts, Truth } from './truth.ts';

/** Lines are stamped as they arrive here, which trails the packet on a busy machine. Seconds. */
const LATE = 0.25;
/** So many state changes leave no other offset. */
const ENOUGH = 4;

type LogForm = 'console' | 'syslog';

/** What a report says with the nodes' configurations and logs, against the truth and against the same report without them. */
export function compareFiles(report: Report, plain: Report, truth: Truth, form: LogForm): string[] {
  const faults = [
    ...(historyOf(report) === historyOf(plain) ? [] : ['the history is another one']),
    ...(truth.logs ?? []).flatMap((facts) => compareLog(facts, report, truth, form)),
    ...compareFindings(
      report,
      withFiles(truth, report),
      truth.virtualRouters.map((one) => expectedHistory(truth, one)),
    ),
  ];
  return faults.map((fault) => `with --log (${form}): ${fault}`);
}

function historyOf({ virtualRouters }: Report): string {
  return JSON.stringify(
    virtualRouters.map(({ id, reigns, transitions, splitBrains, noMaster }) => [
      id,
      reigns,
      transitions,
      splitBrains,
      noMaster,
    ]),
  );
}

/** What the packets show may be told otherwise now, and what the configurations show must be told. */
function withFiles(truth: Truth, { configurations = [] }: Report): Truth {
  const { expects } = truth;
  const allowed = [...expects.findings.flatMap((codes) => codes.split(' or ')), ...expects.allowed];
  const added = configurations.length > 0 ? expects.findingsWithFiles : [];
  return { ...truth, expects: { ...expects, findings: added, allowed } };
}

function compareLog(facts: LogFacts, { logs = [] }: Report, truth: Truth, form: LogForm): string[] {
  const { node } = facts;
  const log = logs.find(({ name }) => name === node);
  const changes = truth.states.filter(
    (change) => change.node === node && change.state !== null && change.time >= truth.capture.start,
  );
  if (truth.expects.filesOf?.includes(node) === false) return [];
  if (log === undefined) return changes.length > 0 ? [`no log of ${node}`] : [];
  if (!log.isSure) {
    const told = changes.filter(({ state }) => state === 'MASTER').length >= ENOUGH;
    return told ? [`${changes.length} state changes of ${node} and its clock is not found`] : [];
  }
  return [...compareClock(log, facts, truth, form), ...compareStates(log, truth, LATE + log.resolution)];
}

function compareClock({ clockOffset, uncertainty }: ReportLog, facts: LogFacts, truth: Truth, form: LogForm): string[] {
  const { node, east, ahead, drift } = facts;
  const drifted = (Math.abs(drift) / 1e6) * (truth.capture.end - truth.capture.start);
  const wanted = form === 'console' ? -east : -ahead;
  const off = (clockOffset ?? Number.NaN) - wanted;
  return Math.abs(off) <= (uncertainty ?? 0) + LATE + drifted
    ? []
    : [`clock of the log of ${node} is off by ${off} s, said to be ±${uncertainty} s`];
}

/** Each state line lies where its node entered that state, and none is missing. */
function compareStates({ name, entries }: ReportLog, { states, capture }: Truth, reach: number): string[] {
  const at = (time: number) => (time - capture.start).toFixed(3);
  const lines = entries.filter(({ kind }) => kind === 'master' || kind === 'backup' || kind === 'fault');
  const changes = states.filter(({ node, state }) => node === name && state !== null && state !== 'STOP');
  const isOf = (line: (typeof lines)[number], change: (typeof changes)[number]) =>
    line.kind.toUpperCase() === change.state &&
    line.instance === change.instance &&
    Math.abs(line.time - change.time) <= reach;
  return [
    ...lines
      // When the recording is over, its machines are taken apart.
      .filter((line) => line.time <= capture.end && !changes.some((change) => isOf(line, change)))
      .map(({ time, text }) => `log of ${name} at ${at(time)}: ${text}: no such change`),
    ...changes
      .filter((change) => !lines.some((line) => isOf(line, change)))
      .map(({ time, state }) => `log of ${name}: nothing says ${state} at ${at(time)}`),
  ];
}
