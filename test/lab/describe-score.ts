import type { ExpectedHistory } from './expected-history.ts';
import type { Score } from './score.ts';

/** One line for full marks; otherwise what is wrong, and both histories side by side in time. */
export function describeScore(score: Score): string {
  const { scenario, seed, faults } = score;
  if (faults.length === 0) return `ok    ${scenario} (seed ${seed})`;
  return [
    `WRONG ${scenario} (seed ${seed})`,
    ...faults.map((fault) => `  - ${fault}`),
    '  the truth:',
    ...score.expected.flatMap((history) => describeTruth(history, score.zero)).map((line) => `      ${line}`),
    '  the report:',
    ...describeReport(score).map((line) => `      ${line}`),
  ].join('\n');
}

function seconds(time: number | null | undefined, zero: number): string {
  return time === null || time === undefined ? '…' : (time - zero).toFixed(3);
}

function describeTruth({ virtualRouter, ...history }: ExpectedHistory, zero: number): string[] {
  const lines = [
    ...history.claims.map((claim) => ({
      at: claim.start.time,
      line: `reign ${claim.speaker.router} to ${seconds(claim.end?.time, zero)} ${claim.ended}`,
    })),
    ...history.transitions.map(({ at, from, to, cause }) => ({ at: at.time, line: `${from} → ${to} ${cause}` })),
    ...history.splitBrains.map(({ start, end }) => ({
      at: start.time,
      line: `split brain to ${seconds(end?.time, zero)}`,
    })),
    ...history.noMaster.map(({ start, end, after }) => ({
      at: start.time,
      line: `no master to ${seconds(end?.time, zero)} after ${after}`,
    })),
    ...history.priorityChanges.map(({ at, router, from, to }) => ({
      at: at.time,
      line: `${router} priority ${from} → ${to}`,
    })),
  ];
  const speakers = virtualRouter.speakers.map(
    ({ node, router, priority, interval }) => `${node}=${router} priority ${priority} ${interval} s`,
  );
  return [
    `VRID ${virtualRouter.vrid} ${virtualRouter.addresses.join(', ')}: ${speakers.join('; ')}`,
    ...inTime(lines, zero),
  ];
}

function inTime(lines: { at: number; line: string }[], zero: number): string[] {
  return lines.toSorted((a, b) => a.at - b.at).map(({ at, line }) => `${seconds(at, zero).padStart(9)} ${line}`);
}

function describeReport({ report, zero }: Score): string[] {
  const histories = report.virtualRouters.flatMap((router) => [
    `VRID ${router.vrid} ${router.addresses.join(', ')}`,
    ...inTime(
      [
        ...router.reigns.map(({ start, end, router: who, ended, advertisements }) => ({
          at: start,
          line: `reign ${who} to ${seconds(end, zero)} ${ended}, ${advertisements} advertisements`,
        })),
        ...router.transitions.map(({ time, from, to, cause }) => ({ at: time, line: `${from} → ${to} ${cause}` })),
        ...router.splitBrains.map(({ start, end, deaf, reason }) => ({
          at: start,
          line: `split brain to ${seconds(end, zero)} deaf ${deaf.join(', ')} ${reason}`,
        })),
        ...router.noMaster.map(({ start, end, after }) => ({
          at: start,
          line: `no master to ${seconds(end, zero)} after ${after}`,
        })),
        ...router.priorityChanges.map(({ time, router: who, from, to }) => ({
          at: time,
          line: `${who} priority ${from} → ${to}`,
        })),
        ...router.handoverRaces.map(({ start, end }) => ({
          at: start,
          line: `handover race to ${seconds(end, zero)}`,
        })),
      ],
      zero,
    ),
  ]);
  return [...histories, ...report.findings.map(({ severity, code, title }) => `${severity} ${code}: ${title}`)];
}
