import { useEffect, useState } from 'react';
import type { Field } from '../../decoder/frame/field.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import type { Evidence } from '../../decoder/report.ts';
import { useWords } from '../shared/words/words.ts';
import { FieldTree } from './field-tree.tsx';
import { HexDump } from './hex-dump.tsx';
import { useApp, useCapture } from './use-app.ts';

/** Undefined while it is on its way, null where it cannot be had. */
function usePacketDetail(): { packet: Evidence | null; detail: PacketDetail | null | undefined } {
  const { session } = useApp();
  const { status, view } = useCapture();
  const capture = status?.id ?? '';
  const { packet } = view;
  const [known, setKnown] = useState<{ packet: Evidence; detail: PacketDetail | null } | null>(null);
  useEffect(() => {
    if (packet === null) return;
    let current = true;
    session.host.packet(capture, packet).then(
      (detail) => current && setKnown({ packet, detail }),
      (error: unknown) => {
        if (current) session.fail(error);
      },
    );
    return () => {
      current = false;
    };
  }, [session, capture, packet]);
  // What was shown stays until the next one is there, so that moving through packets does not flicker.
  return { packet, detail: packet === null ? undefined : known?.detail };
}

/** The fields and bytes of the chosen packet; choosing in one marks in the other. */
export function PacketDetailView() {
  const { packets: words, live } = useWords();
  const { status } = useCapture();
  const { packet, detail } = usePacketDetail();
  if (packet === null) return <p className="packet-detail-none">{words.choose}</p>;
  if (detail === undefined) return <div className="packet-detail" />;
  if (detail === null) return <p className="packet-detail-none">{status?.live ? live.notKept : words.notIncluded}</p>;
  return <Detail detail={detail} />;
}

function Detail({ detail }: { detail: PacketDetail }) {
  const { packets: words, problem } = useWords();
  const { fields, problems, hex, originalLength, interfaceName } = detail;
  const [chosen, setChosen] = useState<string | null>(null);
  const field = fields.find((one) => fieldKey(one) === chosen) ?? null;
  const choose = (next: Field | null) => setChosen(next && fieldKey(next));
  const captured = hex.length / 2;
  const facts = [
    captured < originalLength ? words.cut(captured, originalLength) : words.length(captured),
    ...(interfaceName === null ? [] : [words.on(interfaceName)]),
    ...(hex.includes('·') ? [words.hidden] : []),
    ...(field ? [words.offset(field.byteOffset, field.byteLength)] : []),
  ];
  return (
    <div className="packet-detail">
      <p className="packet-facts">{facts.join(' · ')}</p>
      {problems.length > 0 && (
        <ul className="packet-problems" aria-label={words.problems}>
          {problems.map(({ code, message, byteOffset }) => (
            <li key={`${code} ${byteOffset}`}>
              <code>{code}</code> {problem(code, message)}
            </li>
          ))}
        </ul>
      )}
      <div className="packet-halves">
        <FieldTree fields={fields} chosen={field} onChoose={choose} />
        <HexDump hex={hex} fields={fields} chosen={field} onChoose={choose} />
      </div>
    </div>
  );
}

/** Stays when the next packet of the same kind is shown. */
function fieldKey({ layer, name, byteOffset }: Field): string {
  return `${layer} ${name} ${byteOffset}`;
}
