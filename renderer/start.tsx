import { createRoot } from 'react-dom/client';
import type { PreloadBridge } from '../main/host-contract.ts';
import { App } from './app.tsx';
import type { Host } from './host.ts';
import { EmbeddedHost } from './hosts/embedded-host.ts';
import { preloadHost } from './hosts/preload-host.ts';
import { SocketHost } from './hosts/socket-host.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop app. */
    readonly vrrpscope?: PreloadBridge;
  }
}

/** A saved report has its data inside, the desktop app a bridge, and everything else is served by vrrpscope. */
function chooseHost(): Host {
  const embedded = document.getElementById('embedded-report');
  if (embedded) return new EmbeddedHost(embedded.textContent);
  return window.vrrpscope ? preloadHost(window.vrrpscope) : new SocketHost();
}

const root = document.getElementById('window');
if (root) createRoot(root).render(<App host={chooseHost()} />);
