import { isVirtualMac } from './addresses.ts';
import type { AddressState, Binding } from './announcements.ts';
import type { History } from './history.ts';
import { lastStartedBy } from './sorted.ts';

/** Who owned the address when: of routers that share the virtual MAC, the survivor of a split brain without saying so again. */
export function ownersOf({ bindings }: AddressState, { splitBrains }: History): Binding[] {
  return bindings.flatMap((binding) => {
    const until = binding.end ?? Infinity;
    const split = lastStartedBy(splitBrains, until, ({ start }) => start);
    const left = split?.end ?? null;
    if (!isVirtualMac(binding.mac) || left === null || left <= binding.start.time || left >= until) return binding;
    const heir = split?.survivor?.router;
    if (!heir || split.loser?.claim.router !== binding.router || !heir.macs.has(binding.mac)) return binding;
    return [
      { ...binding, end: left },
      { ...binding, router: heir, start: { ...binding.start, time: left } },
    ];
  });
}
