import { useEffect, useMemo, useState } from 'react';
import type { PacketRow } from '../../decoder/packets/message-row.ts';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { findingsFor } from '../model/finding-list.ts';
import { messageQuery } from '../model/message-query.ts';
import { EMPTY_VIEW } from '../model/reducer.ts';
import { endsOf } from '../model/row-ends.ts';
import { rowText } from '../model/row-text.ts';
import { useWords } from '../shared/words/words.ts';
import { useApp, useCapture, useMoment } from './use-app.ts';

const MOST_ROWS = 300;

/** In place of the packet list, which paper cannot scroll: the packets that the findings rest on. Only printed. */
export function EvidenceOnPaper({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const words = useWords();
  const { session } = useApp();
  const { status } = useCapture();
  const moment = useMoment(report);
  const capture = status?.id ?? '';
  const [rows, setRows] = useState<readonly PacketRow[]>([]);
  const ends = useMemo(() => endsOf(virtualRouter), [virtualRouter]);
  useEffect(() => {
    const { ofVirtualRouter } = findingsFor(report, virtualRouter);
    const evidence = ofVirtualRouter.flatMap((index) => report.findings[index]?.evidence ?? []);
    const packets = { scope: 'messages', onlyEvidence: true } as const;
    let current = true;
    session.host.messages(capture, messageQuery({ ...EMPTY_VIEW, evidence, packets }), 0, MOST_ROWS).then(
      (page) => current && setRows(page.rows),
      // The window says it already where packets cannot be listed.
      () => current && setRows([]),
    );
    return () => {
      current = false;
    };
  }, [session, capture, report, virtualRouter]);
  if (rows.length === 0) return null;
  return (
    <section className="evidence-on-paper" aria-hidden="true">
      <h2>{words.packets.evidence}</h2>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.source} ${row.packet}`}>
              <td>{report.sources.length > 1 ? `${row.source + 1}:${row.packet}` : row.packet}</td>
              <td>{row.time === null ? words.packets.noTime : moment(row.time, 6)}</td>
              <td>{ends(row)}</td>
              <td>{rowText(row, words, false)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
