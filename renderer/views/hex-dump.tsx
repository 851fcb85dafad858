import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Field } from '../../decoder/frame/field.ts';
import { fieldAt } from '../model/field-layers.ts';
import { useWords } from '../shared/words/words.ts';

const BYTES_IN_ROW = 16;
const HALF = BYTES_IN_ROW / 2;
/** No message is longer; the rest of a captured frame says nothing. */
const MOST_BYTES = 2048;

interface HexDumpProps {
  /** Two characters a byte. */
  hex: string;
  fields: readonly Field[];
  chosen: Field | null;
  onChoose(field: Field | null): void;
}

/** The bytes, sixteen in a row; those of the chosen field are marked, and a byte chooses its field. */
export function HexDump({ hex, fields, chosen, onChoose }: HexDumpProps) {
  const { packets: words } = useWords();
  const root = useRef<HTMLDivElement>(null);
  const bytes = Math.min(hex.length / 2, MOST_BYTES);
  const from = chosen?.byteOffset ?? -1;
  const to = chosen ? chosen.byteOffset + chosen.byteLength : -1;
  useEffect(() => {
    if (from >= 0) root.current?.querySelector(`[data-byte="${from}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [from]);
  const choose = (byte: number) => {
    if (byte >= 0 && byte < bytes) onChoose(fieldAt(fields, byte));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextByte(event.key, from, to);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  const rows = Array.from({ length: Math.ceil(bytes / BYTES_IN_ROW) }, (_, row) => row * BYTES_IN_ROW);
  return (
    // biome-ignore lint/a11y/useSemanticElements: not a field set of a form
    <div
      ref={root}
      className="hex"
      role="group"
      aria-label={words.bytes}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move from byte to byte
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {rows.map((start) => (
        <div className="hex-row" key={start}>
          <span className="hex-offset">{start.toString(16).padStart(4, '0')}</span>
          {Array.from({ length: Math.min(BYTES_IN_ROW, bytes - start) }, (_, i) => start + i).map((byte) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys of the whole do the same
            // biome-ignore lint/a11y/noStaticElementInteractions: see above
            <span
              key={byte}
              className="hex-byte"
              data-byte={byte}
              data-half={byte % BYTES_IN_ROW === HALF || undefined}
              data-marked={(byte >= from && byte < to) || undefined}
              onClick={() => choose(byte)}
            >
              {hex.slice(byte * 2, byte * 2 + 2)}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Sideways to the next field's byte, up and down a row. */
function nextByte(key: string, from: number, to: number): number | null {
  if (from < 0) return key.startsWith('Arrow') ? 0 : null;
  switch (key) {
    case 'ArrowRight':
      return to;
    case 'ArrowLeft':
      return from - 1;
    case 'ArrowDown':
      return from + BYTES_IN_ROW;
    case 'ArrowUp':
      return from - BYTES_IN_ROW;
    default:
      return null;
  }
}
