import { isKeyOf } from '../../decoder/timeline/findings/finding-draft.ts';
import { type FindingCode, wordsOf } from '../../decoder/wording/words.ts';
import { IN_TESTS, type Instead } from './proof-in-tests.ts';
import type { NearMiss, Scenario } from './scenario.ts';

/** What shows that a finding comes out where it is true, and not where it only seems so. */
export interface Proof {
  code: FindingCode;
  /** Scenarios that make it happen for real. */
  provedBy: string[];
  /** Scenarios that come close to it. */
  nearMisses: string[];
  /** What stands for either where no scenario can be made. */
  inTests: Instead;
}

/** One for each finding that the tool can tell. */
export function proofs(scenarios: readonly Scenario[]): Proof[] {
  const { findings, mismatches } = wordsOf('en');
  return [...keysOf(findings), ...keysOf(mismatches.advice)].map((code) => ({
    code,
    provedBy: namesOf(scenarios, ({ proves = [], provesWithFiles = [], provesApart = [], provesFalsified = [] }) =>
      [...proves, ...provesWithFiles, ...provesApart, ...provesFalsified].includes(code),
    ),
    nearMisses: namesOf(scenarios, ({ nearMissOf }) => nearMissOf?.some((nearMiss) => codeOf(nearMiss) === code)),
    inTests: IN_TESTS[code] ?? {},
  }));
}

export function codeOf(nearMiss: NearMiss): string {
  return nearMiss.replace(/ above info$/, '');
}

export function describeProof({ code, provedBy, nearMisses, inTests: { proof, nearMiss } }: Proof): string {
  const stories = proof ? [`story “${proof.story}” (${proof.why})`] : [];
  const tests = nearMiss ? [`test “${nearMiss.test}” (${nearMiss.why})`] : [];
  return [
    code,
    `  proved by    ${[...provedBy, ...stories].join(', ')}`,
    `  near misses  ${[...nearMisses, ...tests].join(', ')}`,
  ].join('\n');
}

function namesOf(scenarios: readonly Scenario[], matches: (scenario: Scenario) => boolean | undefined): string[] {
  return scenarios.filter(matches).map(({ name }) => name);
}

function keysOf<T extends object>(record: T): Extract<keyof T, string>[] {
  return Object.keys(record).filter((key) => isKeyOf(record, key));
}
