import type { FindingDraft, FindingInput } from './finding-draft.ts';

/** What a mirror shows of something that is told where it happened is no second finding. */
export function withoutMirrored(findings: readonly FindingDraft[], { timeline }: FindingInput): FindingDraft[] {
  const { mirrors } = timeline;
  return findings.filter((finding) => {
    const { virtualRouter } = finding;
    if (!virtualRouter || !mirrors.isMirror(virtualRouter)) return true;
    return !findings.some(
      (other) =>
        other.virtualRouter &&
        !mirrors.isMirror(other.virtualRouter) &&
        mirrors.areOne(other.virtualRouter, virtualRouter) &&
        isSame(other, finding),
    );
  });
}

function isSame(one: FindingDraft, other: FindingDraft): boolean {
  const routers = [...(other.virtualRouter?.routers.values() ?? [])];
  const interval = Math.max(0, ...routers.map((router) => router.interval));
  return (
    one.code === other.code &&
    Math.abs(one.start - other.start) <= interval &&
    other.routers.every((router) => one.routers.includes(router))
  );
}
