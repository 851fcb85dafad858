import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import type { Heard } from './claim.ts';
import type { IdStep } from './identification.ts';
import type { RouterState } from './router-state.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** An advertisement that is no copy, and how it follows its router's previous one. */
export interface Arrival {
  virtualRouter: VirtualRouterState;
  router: RouterState;
  message: VrrpMessage;
  heard: Heard;
  /** The router's previous advertisement; the same as `heard` for its first. */
  previous: Heard;
  gap: Nanos;
  step: IdStep;
}
