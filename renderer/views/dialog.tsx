import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../shared/words/words.ts';

interface DialogProps {
  /** Unique in the window; its title is named after it. */
  name: string;
  title: string;
  className?: string;
  onClose(): void;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A modal dialog with a title and a button that closes it. */
export function Dialog({ name, title, className, onClose, children }: DialogProps) {
  const { shortcuts } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className={className === undefined ? 'dialog' : `dialog ${className}`}
      aria-labelledby={`${name}-title`}
      onClose={onClose}
    >
      <div className="dialog-head">
        <h2 className="panel-title" id={`${name}-title`}>
          {title}
        </h2>
        <button type="button" className="button icon quiet" aria-label={shortcuts.close} onClick={close}>
          <X size={16} aria-hidden />
        </button>
      </div>
      {typeof children === 'function' ? children(close) : children}
    </dialog>
  );
}
