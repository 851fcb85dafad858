import { pathToFileURL } from 'node:url';
import { appCodeLoaded, appEvents } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { obey } from './control.ts';
import { clickMenu } from './menu.ts';
import { answerRequest, isGranted } from './session.ts';
import { answerDialog, dialogs } from './system.ts';

/** As Electron starts an app: its module runs, then everything is ready. */
const [, program = '', main = '', ...words] = process.argv;
process.argv = [program, ...words];

function window(): BrowserWindow {
  const [first] = BrowserWindow.getAllWindows();
  if (first === undefined) throw new Error('there is no window');
  return first;
}

async function page() {
  return (await window().webContents.opened).page;
}

obey({
  evaluate: async (expression = '') => (await page()).evaluate(expression),
  see: async (text = '') => (await page()).getByText(text).first().waitFor(),
  screenshot: async (path = '') => void (await (await page()).screenshot({ path })),
  complaints: async () => (await window().webContents.opened).complaints.splice(0),
  channels: () => [...window().webContents.handlers.keys()],
  invokeAs: (url = '', where = '', channel = '', ...args) =>
    window().webContents.invoke({ url, mainFrame: where === 'main' }, channel, args),
  moveTo: (bounds = '') => window().moveTo(JSON.parse(bounds)),
  bounds: () => window().getNormalBounds(),
  close: async () => {
    await window().close();
    if (BrowserWindow.getAllWindows().length === 0) appEvents.emit('window-all-closed');
  },
  crash: () => void window().webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
  openFiles: (...paths) => {
    for (const path of paths) appEvents.emit('open-file', { preventDefault: () => {} }, path);
  },
  status: async (method = '', url = '') => (await answerRequest(method, url))?.status ?? null,
  permission: (name = '') => isGranted(name, window().webContents),
  clickMenu,
  answerDialog,
  dialogs,
});

await import(pathToFileURL(main).href);
appCodeLoaded();
