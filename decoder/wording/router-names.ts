import type { Report, VirtualRouter } from '../report.ts';
import { addressKind, canonicalAddress, replaceAddresses } from './address-tokens.ts';
import { escapeControls } from './escape-controls.ts';

/**
 * Reads a hosts file (hosts(5)): an address, then names; `#` begins a comment. The first name counts, and the
 * first line of an address. Lines without an address are passed over.
 */
export function parseHosts(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [first = '', name] = line.replace(/#.*/, '').trim().split(/\s+/);
    const address = canonicalAddress(first);
    if (address !== undefined && name !== undefined && !names.has(address)) names.set(address, name);
  }
  return names;
}

/** The report with the names of a hosts file, which win over names found in the capture. */
export function nameRouters(report: Report, hosts: ReadonlyMap<string, string>): Report {
  if (hosts.size === 0) return report;
  const virtualRouters = report.virtualRouters.map((virtualRouter) => ({
    ...virtualRouter,
    routers: virtualRouter.routers.map((router) => {
      const name = hosts.get(router.address);
      return name === undefined ? router : { ...router, name };
    }),
  }));
  return { ...report, virtualRouters };
}

interface Named {
  routers: readonly { address: string; name?: string }[];
}

/** What to call each router of a virtual router: its name, with the address where the name alone would mislead. */
export function displayNames(virtualRouter: Named): ReadonlyMap<string, string> {
  const known = named.get(virtualRouter) ?? findNames(virtualRouter);
  named.set(virtualRouter, known);
  return known;
}

const named = new WeakMap<Named, ReadonlyMap<string, string>>();

function findNames(virtualRouter: Named): ReadonlyMap<string, string> {
  const users = new Map<string, number>();
  for (const { name } of virtualRouter.routers) if (name) users.set(name, (users.get(name) ?? 0) + 1);
  return new Map(
    virtualRouter.routers.map(({ address, name }) => {
      if (!name || name === address) return [address, address];
      const misleading = (users.get(name) ?? 0) > 1 || addressKind(name) !== undefined;
      const printable = escapeControls(name);
      return [address, misleading ? `${printable} (${address})` : printable];
    }),
  );
}

/** Puts names for router addresses into a sentence. Virtual addresses stay addresses, even an owner's. */
export function nameAddresses(text: string, virtualRouters: readonly VirtualRouter[]): string {
  const known = namesIn.get(virtualRouters) ?? findNamesIn(virtualRouters);
  namesIn.set(virtualRouters, known);
  return replaceAddresses(text, (address) => known.get(address) ?? address);
}

const namesIn = new WeakMap<readonly VirtualRouter[], ReadonlyMap<string, string>>();

/** Of routers by their addresses; the first virtual router that knows one counts. */
function findNamesIn(virtualRouters: readonly VirtualRouter[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const virtualRouter of virtualRouters) {
    for (const [address, name] of displayNames(virtualRouter)) if (!names.has(address)) names.set(address, name);
  }
  for (const { addresses } of virtualRouters) for (const address of addresses) names.delete(address);
  return names;
}

/** `On lb01: …`. What follows the first colon may be meant for a shell, which needs the address. */
export function nameAdvice(advice: string, virtualRouters: readonly VirtualRouter[]): string {
  const colon = advice.search(/: |：/);
  return colon < 0 ? advice : nameAddresses(advice.slice(0, colon), virtualRouters) + advice.slice(colon);
}
