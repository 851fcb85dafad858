/** Which gaps between advertisements are asked for. */
export interface IntervalQuery {
  /** Id of a virtual router. */
  virtualRouter: string;
  /** Seconds since the Unix epoch; both ends belong to it. */
  from: number;
  to: number;
  /** At most so many values for each router. */
  columns: number;
}

/** Gaps between advertisements of one router inside its reigns, in time order. */
export interface RouterIntervals {
  router: string;
  /** Seconds that one bucket covers; 0 where each is a single advertisement. */
  step: number;
  buckets: IntervalBucket[];
}

export interface IntervalBucket {
  /** Start of the bucket; of a single advertisement the time it came. */
  time: number;
  /** Gaps in it, at least 1. */
  count: number;
  /** Seconds. */
  min: number;
  mean: number;
  max: number;
}
