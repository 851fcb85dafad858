import type { Report, VirtualRouter } from '../../decoder/report.ts';

export interface FindingGroups {
  /** Indexes into the findings of the report. */
  ofVirtualRouter: number[];
  ofCapture: number[];
}

/** The findings to show beside a virtual router, in the report's order: the most severe first, then by time. */
export function findingsFor({ findings }: Report, virtualRouter: VirtualRouter | null): FindingGroups {
  const indexes = findings.map((_, index) => index);
  return {
    ofVirtualRouter: indexes.filter((index) => virtualRouter && findings[index]?.virtualRouter === virtualRouter.id),
    ofCapture: indexes.filter((index) => findings[index]?.virtualRouter === null),
  };
}
