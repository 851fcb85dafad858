import type { LiveStatus } from '../../main/live/live-contract.ts';

/** Beats while packets are waited for; hollow while the interface is lost. */
export function LiveMark({ state, label }: { state: LiveStatus['state']; label?: string }) {
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <span className="live-mark" data-state={state} {...named} />;
}
