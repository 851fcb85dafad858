import type { PacketRow as Row } from '../../decoder/packets/message-row.ts';
import { rowText } from '../model/row-text.ts';
import { useWords } from '../shared/words/words.ts';
import type { Moment } from './use-app.ts';

export const ROW_HEIGHT = 24;

export function packetRowId(index: number): string {
  return `packet-${index}`;
}

interface PacketRowProps {
  index: number;
  /** How many rows there are. */
  of: number;
  /** Undefined while it is on its way. */
  row: Row | undefined;
  selected: boolean;
  isEvidence: boolean;
  moment: Moment;
  /** Who sent it, and to whom. */
  ends(row: Row): string;
  /** Several files were read: packets have the number of theirs before their own. */
  several: boolean;
  /** Messages of all virtual routers are listed. */
  ofAll: boolean;
  onSelect(): void;
}

export function PacketRow(props: PacketRowProps) {
  const { index, of, row, selected, isEvidence, moment, ends, several, ofAll, onSelect } = props;
  const words = useWords();
  const { packets } = words;
  const what = row && rowText(row, words, ofAll);
  return (
    <div
      id={packetRowId(index)}
      className="packet-row"
      role="option"
      tabIndex={-1}
      aria-posinset={index + 1}
      aria-setsize={of}
      aria-selected={selected}
      data-evidence={isEvidence || undefined}
      data-problem={(row && row.problems.length > 0) || undefined}
      onClick={onSelect}
      onKeyDown={({ key }) => key === ' ' && onSelect()}
    >
      <span className="packet-number">
        {isEvidence && (
          <span className="evidence-mark" title={packets.evidence}>
            <span className="hidden">{packets.evidence}</span>
          </span>
        )}
        {row && (several ? `${row.source + 1}:${row.packet}` : row.packet)}
      </span>
      <span>{row && (row.time === null ? packets.noTime : moment(row.time, 6))}</span>
      <span title={row && ends(row)}>{row && ends(row)}</span>
      <span className="packet-what" title={what}>
        {what}
      </span>
    </div>
  );
}
