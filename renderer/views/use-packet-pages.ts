import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { Evidence } from '../../decoder/report.ts';
import type { CaptureId } from '../../main/host-contract.ts';
import type { CaptureView } from '../model/app-state.ts';
import { messageQuery } from '../model/message-query.ts';
import { PacketPages, type PagesState } from '../model/packet-pages.ts';
import { useApp } from './use-app.ts';

const NONE: readonly Evidence[] = [];

export interface PacketPaging {
  pages: PacketPages;
  state: PagesState;
  query: MessageQuery;
}

/** The list of what is looked at; it stays while more of the capture is read. */
export function usePacketPages(capture: CaptureId, revision: number, view: CaptureView): PacketPaging {
  const { host } = useApp().session;
  const { span, virtualRouter, packets } = view;
  // Other evidence is another list only where nothing else is listed.
  const evidence = packets.onlyEvidence ? view.evidence : NONE;
  const query = useMemo(
    () => messageQuery({ span, virtualRouter, packets, evidence }),
    [span, virtualRouter, packets, evidence],
  );
  const pages = useMemo(
    () => new PacketPages((first, count) => host.messages(capture, query, first, count)),
    [host, capture, query],
  );
  useEffect(() => {
    if (revision > 0) pages.refresh();
  }, [pages, revision]);
  return { pages, state: useSyncExternalStore(pages.subscribe, pages.state), query };
}
