import { type KeyboardEvent, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { findingsFor } from '../model/finding-list.ts';
import { useWords } from '../shared/words/words.ts';
import { FindingItem } from './finding-item.tsx';

const SHOWN_AT_FIRST = 30;
const SHOWN_MORE = 200;
/** Nobody reads more pages than these fill. */
const SHOWN_ON_PAPER = 500;

/** What deserves attention: of the virtual router first, then of the capture. */
export function Findings({ report, virtualRouter }: { report: Report; virtualRouter: VirtualRouter }) {
  const { findings: words } = useWords();
  const { ofVirtualRouter, ofCapture } = findingsFor(report, virtualRouter);
  const count = ofVirtualRouter.length;
  return (
    <section className="panel findings" aria-labelledby="findings-title" data-region tabIndex={-1}>
      <div className="panel-head">
        <h2 className="panel-title" id="findings-title">
          {words.title}
        </h2>
        {count > 0 && <span className="panel-note">{words.about(count)}</span>}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it are reached without arrow keys, too */}
      <div className="findings-scroll" onKeyDown={moveFocus}>
        {count === 0 && <p className="findings-none">{words.none}</p>}
        <FindingList key={virtualRouter.id} report={report} indexes={ofVirtualRouter} label={words.title} />
        {ofCapture.length > 0 && (
          <>
            <h3 className="findings-group">{words.aboutCapture}</h3>
            <FindingList report={report} indexes={ofCapture} label={words.aboutCapture} />
          </>
        )}
      </div>
    </section>
  );
}

interface FindingListProps {
  report: Report;
  indexes: readonly number[];
  label: string;
}

function FindingList({ report, indexes, label }: FindingListProps) {
  const { findings: words } = useWords();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  useEffect(() => {
    // On paper there is nothing to click.
    const showAll = () => flushSync(() => setShown(SHOWN_ON_PAPER));
    window.addEventListener('beforeprint', showAll);
    return () => window.removeEventListener('beforeprint', showAll);
  }, []);
  const rest = indexes.length - shown;
  if (indexes.length === 0) return null;
  return (
    <>
      <ul className="finding-list" aria-label={label}>
        {indexes.slice(0, shown).map((index) => {
          const finding = report.findings[index];
          return finding && <FindingItem key={index} finding={finding} index={index} report={report} />;
        })}
      </ul>
      {rest > 0 && (
        <button type="button" className="link findings-more" onClick={() => setShown(shown + SHOWN_MORE)}>
          {words.more(Math.min(rest, SHOWN_MORE))}
        </button>
      )}
    </>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const heads = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('.finding-head'));
  const at = document.activeElement instanceof HTMLElement ? heads.indexOf(document.activeElement) : -1;
  if (step === undefined || at < 0) return;
  event.preventDefault();
  heads[Math.min(Math.max(at + step, 0), heads.length - 1)]?.focus();
}
