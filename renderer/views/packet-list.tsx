import { type CSSProperties, useEffect, useMemo } from 'react';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { isSamePacket, packetKey } from '../model/evidence.ts';
import { isListening } from '../model/live.ts';
import { endsOf, endsWidth } from '../model/row-ends.ts';
import { useWords } from '../shared/words/words.ts';
import { PacketRow, packetRowId, ROW_HEIGHT } from './packet-row.tsx';
import { useActiveRow } from './use-active-row.ts';
import { type Moment, useCapture, useMoment } from './use-app.ts';
import { useGrowingList } from './use-growing-list.ts';
import { useLongList } from './use-long-list.ts';
import type { PacketPaging } from './use-packet-pages.ts';

type ColumnWidths = CSSProperties & Record<'--time-width' | '--ends-width', string>;

/** In characters. */
const WIDEST_ENDS = 32;

interface PacketListProps {
  report: Report;
  virtualRouter: VirtualRouter;
  paging: PacketPaging;
}

/** A list of any length: only what is seen of it is asked for and drawn. */
export function PacketList({ report, virtualRouter, paging }: PacketListProps) {
  const { packets: words } = useWords();
  const { status, view } = useCapture();
  const moment = useMoment(report);
  const { pages, query, state } = paging;
  const { scope } = view.packets;
  const rows = state.total ?? 0;
  const list = useLongList(rows, ROW_HEIGHT);
  const grows = isListening(status);
  const letEndGo = useGrowingList({ capture: status?.id ?? '', pages, query, rows, list, grows });
  const active = useActiveRow({ pages, query, rows, list, beginsAtEnd: grows, onSelect: letEndGo });
  const { first, end, top } = list.visible;
  useEffect(() => pages.want(first, Math.max(first, end - 1)), [pages, first, end]);
  const evidence = useMemo(() => new Set(view.evidence.map(packetKey)), [view.evidence]);
  const ends = useMemo(() => endsOf(virtualRouter), [virtualRouter]);
  const style: ColumnWidths = {
    '--time-width': `${timeWidth(report, moment)}ch`,
    '--ends-width': `${scope === 'every' ? WIDEST_ENDS : Math.min(endsWidth(virtualRouter), WIDEST_ENDS)}ch`,
  };
  const isRendered = active.row >= first && active.row < end;
  return (
    <div className="packet-table" style={style}>
      <div className="packet-row packet-columns" aria-hidden="true">
        <span>{words.number}</span>
        <span>{words.time}</span>
        <span>{words.from}</span>
        <span>{words.what}</span>
      </div>
      <div
        className="packet-scroll"
        role="listbox"
        aria-label={words.title}
        aria-activedescendant={isRendered ? packetRowId(active.row) : undefined}
        ref={list.ref}
        tabIndex={0}
        onKeyDown={active.onKeyDown}
      >
        <div role="presentation" className="packet-sizer" style={{ height: list.height }}>
          <div role="presentation" style={{ transform: `translateY(${top}px)` }}>
            {Array.from({ length: end - first }, (_, i) => first + i).map((index) => {
              const row = pages.row(index);
              return (
                <PacketRow
                  key={index}
                  index={index}
                  of={rows}
                  row={row}
                  selected={row ? isSamePacket(row, view.packet) : index === active.row}
                  isEvidence={row !== undefined && evidence.has(packetKey(row))}
                  moment={moment}
                  ends={ends}
                  several={report.sources.length > 1}
                  ofAll={scope !== 'virtual-router'}
                  onSelect={() => active.select(index)}
                />
              );
            })}
          </div>
        </div>
      </div>
      <PacketListNote paging={paging} />
    </div>
  );
}

/** In characters: times have dates where the observation has several days. */
function timeWidth({ start, end }: Report, moment: Moment): number {
  return Math.max(moment(start ?? 0, 6).length, moment(end ?? 0, 6).length);
}

/** Why there are no rows. */
function PacketListNote({ paging: { pages, state } }: { paging: PacketPaging }) {
  const { packets: words } = useWords();
  const { scope, onlyEvidence } = useCapture().view.packets;
  if (state.failure !== null) {
    return (
      <p className="packets-none" role="alert">
        {words.cannotList} {state.failure}{' '}
        <button type="button" className="link" onClick={() => pages.refresh()}>
          {words.again}
        </button>
      </p>
    );
  }
  if (state.total !== 0) return null;
  return (
    <p className="packets-none">
      {onlyEvidence ? words.noneOfEvidence : scope === 'virtual-router' ? words.none : words.noneAtAll}
    </p>
  );
}
