import type { MenuItemConstructorOptions } from 'electron';
import { type MenuNote, note } from './control.ts';
import { known } from './known.ts';

type Item = MenuItemConstructorOptions;

/** Roles whose items Electron fills in or acts for. */
const ROLES = new Set([
  ...['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'],
  ...['reload', 'toggleDevTools', 'quit', 'appMenu', 'windowMenu', 'hide', 'hideOthers', 'unhide'],
]);

let shown: Item[] = [];

export const Menu = known('Menu', {
  buildFromTemplate(template: Item[]) {
    check(template);
    return template;
  },
  setApplicationMenu(menu: Item[]) {
    shown = menu;
    note({ kind: 'menu', menu: noteOf(menu) });
  },
});

/** Clicks the item that the labels lead to, as shown, without marks for keys. */
export function clickMenu(...labels: string[]): void {
  let items = shown;
  for (const label of labels) {
    const item = items.find((one) => plain(one) === label);
    if (item === undefined || item.enabled === false) throw new Error(`the menu has no ${label} to click`);
    items = submenuOf(item);
    if (items.length === 0) Reflect.apply(item.click ?? missing(label), undefined, []);
  }
}

function check(items: Item[]): void {
  for (const item of items) {
    if (item.role !== undefined && !ROLES.has(item.role)) throw new Error(`the stand-in has no role ${item.role}`);
    if (item.type !== 'separator' && !item.label && item.role !== 'appMenu') throw new Error('an item without a label');
    check(submenuOf(item));
  }
}

function noteOf(items: Item[]): MenuNote[] {
  return items
    .filter(({ type }) => type !== 'separator')
    .map((item) => ({
      label: plain(item),
      enabled: item.enabled !== false,
      ...(typeof item.accelerator === 'string' && { accelerator: item.accelerator }),
      ...(submenuOf(item).length > 0 && { submenu: noteOf(submenuOf(item)) }),
    }));
}

function plain({ label = '' }: Item): string {
  return label.replace(/\(&\w\)/, '').replace(/&(.)/g, '$1');
}

function submenuOf({ submenu }: Item): Item[] {
  return Array.isArray(submenu) ? submenu : [];
}

function missing(label: string): never {
  throw new Error(`nothing happens at ${label}`);
}
