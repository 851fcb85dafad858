import type { FindingCode } from '../../decoder/wording/words.ts';

/** What stands for a scenario where none can be made, and why. */
export interface Instead {
  /** A story that raises the finding. */
  proof?: { story: string; why: string };
  /** A test (by its title) that comes close without raising it. */
  nearMiss?: { test: string; why: string };
}

/** Only what no scenario shows; `proof.test.ts` refuses an entry once there is one. */
export const IN_TESTS: Partial<Record<FindingCode, Instead>> = {
  'router-address-conflict': {
    proof: {
      story: 'two machines with one address',
      why: 'scenarios tell what their routers said by their addresses',
    },
  },
  'history-folded': {
    proof: {
      story: 'more masterships than are kept',
      why: 'it takes 10,000 masterships of one virtual router in one observation: hours of real failovers, however short the interval',
    },
  },
};
