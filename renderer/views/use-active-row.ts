import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { Evidence } from '../../decoder/report.ts';
import { isSamePacket } from '../model/evidence.ts';
import type { PacketPages } from '../model/packet-pages.ts';
import { FIELDS_ID } from './field-tree.tsx';
import { useApp, useCapture } from './use-app.ts';
import type { ShownList } from './use-long-list.ts';

interface Parts {
  pages: PacketPages;
  query: MessageQuery;
  rows: number;
  list: ShownList;
  /** Where nothing is chosen: else at its beginning. */
  beginsAtEnd: boolean;
  onSelect(): void;
}

export interface ActiveRow {
  /** -1 is none. */
  row: number;
  select(row: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** The row of the chosen packet: found where the packet was chosen elsewhere, moved by keys here. */
export function useActiveRow({ pages, query, rows, list, beginsAtEnd, onSelect }: Parts): ActiveRow {
  const { session } = useApp();
  const { status, view } = useCapture();
  const { packet } = view;
  const capture = status?.id ?? '';
  const [row, setRow] = useState(-1);
  const { show } = list;
  /** What the row stands for, so that moving in the list is not taken for a packet that was chosen elsewhere. */
  const shown = useRef<{ query: MessageQuery | null; packet: Evidence | null }>({ query: null, packet: null });
  /** Moved to before it was loaded. */
  const awaited = useRef(-1);

  useEffect(() => {
    const known =
      shown.current.query === query && (packet === shown.current.packet || isSamePacket(shown.current.packet, packet));
    if (rows === 0 || known) return;
    shown.current = { query, packet };
    if (packet === null) {
      setRow(-1);
      show(beginsAtEnd ? rows - 1 : 0, 'near');
      return;
    }
    let current = true;
    session.host.findMessage(capture, query, packet).then(
      (place) => {
        if (!current) return;
        setRow(place);
        if (place >= 0) show(place, 'middle');
      },
      (error: unknown) => session.fail(error),
    );
    return () => {
      current = false;
    };
  }, [rows, query, packet, capture, show, session, beginsAtEnd]);

  const choose = (index: number) => {
    const message = pages.row(index);
    awaited.current = message ? -1 : index;
    if (!message) return;
    const chosen = { source: message.source, packet: message.packet };
    shown.current = { query, packet: chosen };
    session.dispatch({ kind: 'select-packet', packet: chosen });
  };
  useEffect(() => {
    if (awaited.current >= 0) choose(awaited.current);
  });
  const select = (index: number) => {
    if (rows === 0) return;
    const to = Math.min(Math.max(index, 0), rows - 1);
    setRow(to);
    onSelect();
    show(to, 'near');
    choose(to);
  };
  return { row, select, onKeyDown: (event) => move(event, row, list.rowsInView, select) };
}

function move(event: KeyboardEvent, row: number, page: number, select: (row: number) => void): void {
  if (event.key === 'Enter') {
    document.getElementById(FIELDS_ID)?.focus();
    event.preventDefault();
    return;
  }
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  select(row < 0 && step > 0 && step !== Infinity ? 0 : row + step);
}
