import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

interface MenuProps {
  label: string;
  /** What the button shows. */
  button: ReactNode;
  className?: string;
  disabled?: boolean;
  /** Items; `close` ends the menu. */
  children: (close: () => void) => ReactNode;
}

/** A button that opens a menu; arrow keys move in it, Escape closes it. */
export function Menu({ label, button, className = 'button', disabled = false, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (open) focusable(root.current)[0]?.focus();
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only looks where the focus goes
    <div
      className="menu"
      ref={root}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !root.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        ref={opener}
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <>
          <div className="menu-backdrop" onPointerDown={() => setOpen(false)} />
          <div className="menu-items" role="dialog" aria-label={label} onKeyDown={(event) => move(event, root, close)}>
            {children(close)}
          </div>
        </>
      )}
    </div>
  );
}

interface MenuItemProps {
  onChoose(): void;
  /** Of several, the one in force; absent where the item does something. */
  chosen?: boolean;
  icon?: ReactNode;
  title?: string;
  children: ReactNode;
}

export function MenuItem({ onChoose, chosen, icon, title, children }: MenuItemProps) {
  return (
    <button type="button" className="menu-item" aria-pressed={chosen} title={title} onClick={onChoose}>
      <span className="menu-icon">{icon}</span>
      <span className="menu-text">{children}</span>
    </button>
  );
}

function focusable(root: HTMLElement | null): HTMLElement[] {
  return Array.from(root?.querySelectorAll<HTMLElement>('.menu-items button, .menu-items input') ?? []);
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

function move(event: KeyboardEvent, root: { current: HTMLElement | null }, close: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    close();
    return;
  }
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = focusable(root.current);
  const at = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  items[(at + step + items.length) % items.length]?.focus();
}
