/** What `import 'electron'` finds in the tests. */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { Menu } from './menu.ts';
export { protocol, session } from './session.ts';
export { dialog, nativeTheme, screen } from './system.ts';
