/** What a finding says. */
export interface FindingWords {
  title: string;
  explanation: string;
  /** What to check or do next; commands stand behind the first colon. */
  advice: string;
}

/** What a virtual router is called in a sentence. */
export interface Subject {
  vrid: number;
  addresses: Iterable<string>;
}
