import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useWords } from '../shared/words/words.ts';

const IS_MAC = navigator.userAgent.includes('Mac');

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const { shortcuts } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="shortcuts-title" onClose={onClose}>
      <div className="dialog-head">
        <h2 className="panel-title" id="shortcuts-title">
          {shortcuts.title}
        </h2>
        <button
          type="button"
          className="button icon quiet"
          aria-label={shortcuts.close}
          onClick={() => dialog.current?.close()}
        >
          <X size={16} aria-hidden />
        </button>
      </div>
      <dl className="shortcuts">
        {shortcuts.list.map(([keys, what]) => (
          <div key={keys} className="shortcut">
            <dt>
              <kbd>{IS_MAC ? keys.replace('Ctrl', '⌘') : keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
