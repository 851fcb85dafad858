import { app, session } from 'electron';
import { WINDOW_ORIGIN } from './window-address.ts';

/** What a page could load without leaving this computer; the tools of development are there only while developing. */
const LOCAL = [`${WINDOW_ORIGIN}/`, 'data:', 'blob:'];
const LOCAL_WHILE_DEVELOPING = [...LOCAL, 'devtools:'];

/** A page stays the page it is: it goes nowhere, opens no window and holds no other page. */
export function setupPageRefusals(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** A command can be copied out of the window; what others copied cannot be read. */
const GRANTED = 'clipboard-sanitized-write';

/** No camera, no location, no device, and no network: vrrpscope needs none of them. To be called when the app is ready. */
export function setupSessionRefusals(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === GRANTED));
  defaultSession.setPermissionCheckHandler((_contents, permission) => permission === GRANTED);
  defaultSession.setDevicePermissionHandler(() => false);
  const local = app.isPackaged ? LOCAL : LOCAL_WHILE_DEVELOPING;
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !local.some((start) => url.startsWith(start)) });
  });
}
