import type { Evidence } from '../report.ts';

/** Which messages are asked for. */
export interface MessageQuery {
  /** Id of a virtual router: its advertisements, and ARP and ND about its addresses. Null is every message. */
  virtualRouter: string | null;
  /** Seconds since the Unix epoch; both ends belong to it. */
  from: number;
  to: number;
  /** Of those, only these packets. */
  only?: Evidence[];
}
