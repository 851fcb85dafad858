import type { Words } from '../words.ts';
import { addresses } from './addresses.ts';
import { advertisements } from './advertisements.ts';
import { captures } from './captures.ts';
import { configurationParts, configurations } from './configurations.ts';
import { handovers, silence } from './handovers.ts';
import { incidents } from './incidents.ts';
import { inventory } from './inventory.ts';
import { logLines, logs } from './logs.ts';
import { mismatches } from './mismatches.ts';
import { counts, report } from './report.ts';
import { splitBrainParts, splitBrains } from './split-brains.ts';
import { units } from './text.ts';
import { transitions } from './transitions.ts';
import { deliveries, viewLines, viewpoints } from './viewpoints.ts';

export const chinese: Words = {
  units,
  counts,
  report,
  inventory,
  transitions,
  findings: {
    ...splitBrains,
    ...addresses,
    ...handovers,
    ...advertisements,
    ...captures,
    ...configurations,
    ...logs,
    ...viewpoints,
  },
  splitBrainParts,
  configurationParts,
  deliveries,
  viewLines,
  logLines,
  silence,
  incidents,
  mismatches,
};
