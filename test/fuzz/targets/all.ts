import type { Target } from '../target.ts';
import { CAPTURE_READER } from './capture-reader.ts';
import { CONFIGURATION } from './configuration.ts';
import { ENGINE } from './engine.ts';
import { FRAME } from './frame.ts';
import { LIVE } from './live.ts';
import { LOG } from './log.ts';
import { NAMES_TARGET } from './names.ts';
import { SAMPLES } from './samples.ts';
import { UNPACK } from './unpack.ts';
import { VIEWS } from './views.ts';

export const TARGETS: readonly Target[] = [
  CAPTURE_READER,
  FRAME,
  ENGINE,
  SAMPLES,
  VIEWS,
  CONFIGURATION,
  LOG,
  LIVE,
  NAMES_TARGET,
  UNPACK,
];
