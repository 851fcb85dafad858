import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import type { CaptureView } from '../model/app-state.ts';
import { isSamePacket } from '../model/evidence.ts';
import { listedScopes } from '../model/listed-scopes.ts';
import { useWords } from '../shared/words/words.ts';
import { PacketDetailView } from './packet-detail-view.tsx';
import { PacketList } from './packet-list.tsx';
import { useApp, useCapture } from './use-app.ts';
import { usePacketPages } from './use-packet-pages.ts';

/** The messages of the span, and the fields and bytes of the chosen one. */
export function PacketPanel({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const { packets: words, live } = useWords();
  const { status, view } = useCapture();
  const paging = usePacketPages(status?.id ?? '', status?.revision ?? 0, view);
  const { state } = paging;
  const { total } = state;
  const count = total === null ? '' : view.span === null ? words.inAll(total) : words.inSpan(total);
  return (
    <section className="panel packets" aria-labelledby="packets-title" data-region tabIndex={-1}>
      <div className="panel-head">
        <h2 className="panel-title" id="packets-title">
          {words.title}
        </h2>
        <span className="panel-note" title={count}>
          {count}
        </span>
        <PacketChoices report={report} />
      </div>
      {!state.complete && <p className="packets-incomplete">{status?.live ? live.incomplete : words.incomplete}</p>}
      <PacketList report={report} virtualRouter={virtualRouter} paging={paging} />
      <PacketDetailView />
    </section>
  );
}

function PacketChoices({ report }: { report: Report }) {
  const { packets: words } = useWords();
  const { session, state } = useApp();
  const { status, view } = useCapture();
  const { scope, onlyEvidence } = view.packets;
  const scopes = listedScopes(report, status, state.welcome);
  const hasEvidence = view.evidence.length > 0;
  return (
    <div className="packet-choices">
      {hasEvidence && <EvidenceSteps view={view} />}
      {hasEvidence && (
        <label className="check">
          <input
            type="checkbox"
            checked={onlyEvidence}
            onChange={({ target }) =>
              session.dispatch({ kind: 'list-packets', packets: { onlyEvidence: target.checked } })
            }
          />
          {words.onlyEvidence}
        </label>
      )}
      <fieldset className="segments small">
        <legend className="hidden">{words.scope}</legend>
        {scopes.map((one) => (
          <label key={one} className="segment">
            <input
              type="radio"
              name="packet-scope"
              checked={scope === one}
              onChange={() => session.dispatch({ kind: 'list-packets', packets: { scope: one } })}
            />
            <span>{words.scopes[one]}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function EvidenceSteps({ view }: { view: CaptureView }) {
  const { packets: words } = useWords();
  const { session } = useApp();
  const { evidence, packet } = view;
  const at = evidence.findIndex((one) => isSamePacket(one, packet));
  const go = (step: number) => {
    const next = evidence[at < 0 ? 0 : (at + step + evidence.length) % evidence.length];
    if (next) session.dispatch({ kind: 'select-packet', packet: next });
  };
  return (
    <div className="evidence-steps">
      <button
        type="button"
        className="button icon quiet small"
        aria-label={words.previous}
        title={words.previous}
        onClick={() => go(-1)}
      >
        <ArrowUp size={14} aria-hidden />
      </button>
      <button
        type="button"
        className="button icon quiet small"
        aria-label={words.next}
        title={words.next}
        onClick={() => go(1)}
      >
        <ArrowDown size={14} aria-hidden />
      </button>
    </div>
  );
}
