import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { Report } from '../../decoder/report.ts';
import type { RouterOrder } from '../model/app-state.ts';
import { listRouters, type RouterEntry, routerEntries } from '../model/router-list.ts';
import { useWords } from '../shared/words/words.ts';
import { RouterOption, routerOptionId } from './router-option.tsx';
import { useApp, useCapture, useReportWords } from './use-app.ts';

export const FILTER_ID = 'router-filter';
export const ROUTERS_ID = 'router-list';
const OPTION_HEIGHT = 92;
const ORDERS: readonly RouterOrder[] = ['worst', 'vrid', 'failovers'];
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 5,
  PageUp: -5,
  Home: -Infinity,
  End: Infinity,
};

export function RouterList({ report }: { report: Report }) {
  const words = useWords();
  const reportWords = useReportWords();
  const { view } = useCapture();
  const entries = useMemo(() => routerEntries(report, reportWords), [report, reportWords]);
  const shown = useMemo(() => listRouters(entries, view.listing), [entries, view.listing]);
  return (
    <section className="routers" aria-labelledby="routers-title">
      <h2 className="side-title" id="routers-title">
        {words.routers.title}
        <span className="side-count">{words.routers.shown(shown.length, entries.length)}</span>
      </h2>
      {entries.length > 1 && <RouterListing />}
      {shown.length === 0 ? <NoneListed /> : <RouterOptions report={report} shown={shown} />}
    </section>
  );
}

function RouterListing() {
  const { routers } = useWords();
  const { session } = useApp();
  const { listing } = useCapture().view;
  return (
    <div className="routers-listing">
      <label className="search">
        <Search size={14} aria-hidden />
        <span className="hidden">{routers.filter}</span>
        <input
          id={FILTER_ID}
          type="search"
          className="input"
          placeholder={routers.filter}
          value={listing.filter}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => session.dispatch({ kind: 'list-routers', listing: { filter: target.value } })}
        />
      </label>
      <div className="routers-order">
        <select
          className="select"
          aria-label={routers.order}
          value={listing.order}
          onChange={({ target }) => {
            const order = ORDERS.find((one) => one === target.value);
            if (order) session.dispatch({ kind: 'list-routers', listing: { order } });
          }}
        >
          {ORDERS.map((order) => (
            <option key={order} value={order}>
              {routers.orders[order]}
            </option>
          ))}
        </select>
        <label className="check">
          <input
            type="checkbox"
            checked={listing.onlyEventful}
            onChange={({ target }) =>
              session.dispatch({ kind: 'list-routers', listing: { onlyEventful: target.checked } })
            }
          />
          {routers.onlyEventful}
        </label>
      </div>
    </div>
  );
}

function NoneListed() {
  const { routers } = useWords();
  const { session } = useApp();
  return (
    <p className="routers-none">
      {routers.none}{' '}
      <button
        type="button"
        className="link"
        onClick={() => session.dispatch({ kind: 'list-routers', listing: { filter: '', onlyEventful: false } })}
      >
        {routers.showAll}
      </button>
    </p>
  );
}

function RouterOptions({ report, shown }: { report: Report; shown: readonly RouterEntry[] }) {
  const { routers } = useWords();
  const { session } = useApp();
  const { virtualRouter } = useCapture().view;
  const scroller = useRef<HTMLDivElement>(null);
  const selected = shown.findIndex((entry) => entry.virtualRouter.id === virtualRouter);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => OPTION_HEIGHT,
    getItemKey: (index) => shown[index]?.virtualRouter.id ?? index,
    overscan: 6,
  });
  useEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected, { align: 'auto' });
  }, [selected, virtualizer]);
  const select = (index: number) => {
    const entry = shown[Math.min(Math.max(index, 0), shown.length - 1)];
    if (entry) session.dispatch({ kind: 'select-virtual-router', virtualRouter: entry.virtualRouter.id });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    select(Math.max(selected, 0) + step);
  };
  const items = virtualizer.getVirtualItems();
  const isRendered = items.some(({ index }) => index === selected);
  return (
    <div
      ref={scroller}
      id={ROUTERS_ID}
      className="router-options"
      role="listbox"
      aria-label={routers.title}
      aria-activedescendant={isRendered ? routerOptionId(selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, key, start }) => {
          const entry = shown[index];
          return (
            entry && (
              <RouterOption
                key={key}
                entry={entry}
                report={report}
                index={index}
                of={shown.length}
                top={start}
                height={OPTION_HEIGHT}
                selected={index === selected}
                onSelect={() => select(index)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
