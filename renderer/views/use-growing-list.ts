import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { Evidence } from '../../decoder/report.ts';
import type { CaptureId } from '../../main/host-contract.ts';
import type { PacketPages } from '../model/packet-pages.ts';
import { useApp } from './use-app.ts';
import type { ShownList } from './use-long-list.ts';

/** Pixels: so near to its end, the end is looked at. */
const AT_END = 12;

interface GrowingList {
  capture: CaptureId;
  pages: PacketPages;
  query: MessageQuery;
  rows: number;
  list: ShownList;
  /** Whether messages are still heard. */
  grows: boolean;
}

/**
 * A list of what is heard stays at its end if its end is looked at, and else at its place, also when the oldest messages
 * are forgotten. The function that is returned lets its end go.
 */
export function useGrowingList({ capture, pages, query, rows, list, grows }: GrowingList): () => void {
  const { session } = useApp();
  const { ref, showFirst, firstSeen } = list;
  const atEnd = useRef(true);
  const before = useRef<{ pages: PacketPages; rows: number; first: Evidence | undefined } | null>(null);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const follow = () => {
      atEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - AT_END;
    };
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [ref]);

  useLayoutEffect(() => {
    const known = before.current;
    const element = ref.current;
    if (element === null || !grows || rows === 0) return;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    else if (known?.pages === pages && known.first && rows < known.rows) {
      session.host.findMessage(capture, query, known.first).then(showFirst, (error: unknown) => session.fail(error));
    }
  }, [ref, grows, rows, pages, query, capture, session, showFirst]);

  useEffect(() => {
    const row = pages.row(firstSeen);
    before.current = { pages, rows, first: row && { source: row.source, packet: row.packet } };
  });

  return useCallback(() => {
    atEnd.current = false;
  }, []);
}
