import './window.css';
import './header.css';
import './sidebar.css';
import './workspace.css';
import './findings.css';
import './packets.css';
import './states.css';
import './live.css';
import './print.css';
import { useState } from 'react';
import { useWords } from '../shared/words/words.ts';
import { Banners } from './banners.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { FilesDialog } from './files-dialog.tsx';
import { Header } from './header.tsx';
import { ListenDialog } from './listen-dialog.tsx';
import { Screen } from './screen.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Sidebar } from './sidebar.tsx';
import { Toast } from './toast.tsx';
import { useApp, useCapture } from './use-app.ts';
import { useMenuCommands, useShortcuts } from './use-shortcuts.ts';

export function Window() {
  const words = useWords();
  const { state } = useApp();
  const { view } = useCapture();
  const [shortcuts, setShortcuts] = useState(false);
  useShortcuts(() => setShortcuts(true));
  useMenuCommands();
  const hasSidebar = view.report !== null && view.report.sources.length > 0;
  return (
    <div className="window">
      <Header onShortcuts={() => setShortcuts(true)} />
      <div className="window-body">
        {hasSidebar && <Sidebar />}
        <main className="main" aria-label={words.regions.main} data-region tabIndex={-1}>
          <Banners />
          <Screen />
        </main>
      </div>
      <Toast />
      {state.welcome?.abilities.open && !state.lost && <DropOverlay />}
      {state.choosing && <ListenDialog />}
      {state.asked && <FilesDialog asked={state.asked} />}
      {shortcuts && <ShortcutsDialog onClose={() => setShortcuts(false)} />}
    </div>
  );
}
