import type { Report } from '../../decoder/report.ts';
import type { CaptureStatus, Welcome } from '../../main/host-contract.ts';
import type { ListedPackets } from './app-state.ts';

/**
 * What the packet list may show. Every packet is read from its file, which must be there and not packed; and captures of
 * several places have clocks that differ.
 */
export function listedScopes(
  { sources }: Report,
  status: CaptureStatus | null,
  welcome: Welcome | null,
): ListedPackets['scope'][] {
  const isOfFiles = status !== null && status.live === null && (status.beside?.views.length ?? 0) === 0;
  const canRead = welcome?.abilities.open === true && sources.every(({ compression }) => compression === 'none');
  return ['virtual-router', 'messages', ...(isOfFiles && canRead ? (['every'] as const) : [])];
}
