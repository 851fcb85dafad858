import { useWords } from '../shared/words/words.ts';
import { Dialog } from './dialog.tsx';

const IS_MAC = navigator.userAgent.includes('Mac');

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const { shortcuts } = useWords();
  return (
    <Dialog name="shortcuts" title={shortcuts.title} onClose={onClose}>
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
    </Dialog>
  );
}
