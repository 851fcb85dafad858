import type { Scenario } from '../scenario.ts';
import { addresses } from './addresses.ts';
import { advertisements } from './advertisements.ts';
import { agreements } from './agreements.ts';
import { alone } from './alone.ts';
import { captureLimits } from './capture-limits.ts';
import { configured } from './configured.ts';
import { diagnoses } from './diagnoses.ts';
import { drawnEvents } from './drawn-events.ts';
import { failures } from './failures.ts';
import { frr } from './frr.ts';
import { layouts } from './layouts.ts';
import { losses } from './losses.ts';
import { maintenance } from './maintenance.ts';
import { mismatches } from './mismatches.ts';
import { outages } from './outages.ts';
import { splitBrains } from './split-brains.ts';
import { survivors } from './survivors.ts';
import { viewpoints } from './viewpoints.ts';

export const scenarios: Scenario[] = [
  ...maintenance,
  ...failures,
  ...losses,
  ...layouts,
  ...mismatches,
  ...agreements,
  ...addresses,
  ...survivors,
  ...splitBrains,
  ...outages,
  ...viewpoints,
  ...diagnoses,
  ...advertisements,
  ...configured,
  ...captureLimits,
  ...alone,
  ...frr,
  ...drawnEvents,
];
