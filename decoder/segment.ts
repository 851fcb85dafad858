/** A broadcast domain as packets show it: what they were carried in, and their VLAN tags in there. */
export interface Segment {
  /** Absent or null for what the capture shows as it is. */
  readonly tunnel?: string | null;
  /** Outermost tag first; VID 0 is no VLAN. */
  readonly vlans: readonly number[];
}

/** The same for packets of one segment, and empty where there is neither tunnel nor tag. */
export function segmentKey({ tunnel, vlans }: Segment): string {
  const tags = vlans.length === 0 ? '' : vlans.join('.');
  return tunnel ? `${tunnel} ${tags}` : tags;
}
