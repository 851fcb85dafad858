import { basename, dirname } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { CaptureSet, MenuCommand } from '../host-contract.ts';
import { filesOf } from '../services/capture-set.ts';
import type { DesktopWords } from './desktop-words.ts';

export interface MenuContent {
  words: DesktopWords;
  platform: NodeJS.Platform;
  developing: boolean;
  recent: readonly CaptureSet[];
  /** Whether there is a capture to save or to close. */
  captures: boolean;
}

export interface MenuActions {
  command(command: MenuCommand): void;
  open(set: CaptureSet): void;
  clearRecent(): void;
  about(): void;
}

type Item = MenuItemConstructorOptions;

const LINE: Item = { type: 'separator' };

export function menuTemplate(content: MenuContent, actions: MenuActions): Item[] {
  const { words, platform } = content;
  const mac = platform === 'darwin';
  const about: Item = { label: words.about, click: actions.about };
  return [
    ...(mac ? [appMenu(words, about)] : []),
    { label: words.file, submenu: fileItems(content, actions) },
    { label: words.edit, submenu: editItems(words, actions) },
    { label: words.view, submenu: viewItems(content) },
    ...(mac ? [{ label: words.window, role: 'windowMenu' } satisfies Item] : []),
    ...(mac ? [] : [{ label: words.help, submenu: [about] }]),
  ];
}

function appMenu(words: DesktopWords, about: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      about,
      LINE,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      LINE,
      { role: 'quit', label: words.quit },
    ],
  };
}

function fileItems({ words, platform, recent, captures }: MenuContent, actions: MenuActions): Item[] {
  const save = (label: string, command: MenuCommand, accelerator?: string): Item => ({
    label,
    enabled: captures,
    ...(accelerator && { accelerator }),
    click: () => actions.command(command),
  });
  return [
    { label: words.open, accelerator: 'CmdOrCtrl+O', click: () => actions.command('open') },
    { label: words.openRecent, enabled: recent.length > 0, submenu: recentItems(words, recent, actions) },
    save(words.add, 'add'),
    { label: words.listen, accelerator: 'CmdOrCtrl+Shift+L', click: () => actions.command('listen') },
    LINE,
    {
      label: words.saveAs,
      enabled: captures,
      submenu: [
        save(words.saveHtml, 'save-html', 'CmdOrCtrl+S'),
        save(words.saveJson, 'save-json'),
        save(words.saveCsv, 'save-csv'),
        save(words.savePackets, 'save-packets'),
      ],
    },
    LINE,
    save(words.closeCapture, 'close-capture', 'CmdOrCtrl+W'),
    ...(platform === 'darwin' ? [] : [LINE, { role: 'quit', label: words.quit } satisfies Item]),
  ];
}

function recentItems(words: DesktopWords, recent: MenuContent['recent'], actions: MenuActions): Item[] {
  return [
    ...recent.map((set): Item => ({ label: recentLabel(words, filesOf(set)), click: () => actions.open(set) })),
    LINE,
    { label: words.clearRecent, click: actions.clearRecent },
  ];
}

/** Names are of files that others may have named: an `&` is no mnemonic, and no name spans lines. */
function recentLabel(words: DesktopWords, paths: readonly string[]): string {
  const [first = ''] = paths;
  const more = paths.length > 1 ? words.andMore(paths.length - 1) : '';
  return `${basename(first)}${more} — ${dirname(first)}`.replace(/\p{C}/gu, '\u{fffd}').replaceAll('&', '&&');
}

function editItems(words: DesktopWords, actions: MenuActions): Item[] {
  return [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    LINE,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'selectAll', label: words.selectAll },
    LINE,
    { label: words.find, accelerator: 'CmdOrCtrl+F', click: () => actions.command('find') },
  ];
}

function viewItems({ words, developing }: MenuContent): Item[] {
  return [
    { role: 'resetZoom', label: words.actualSize },
    { role: 'zoomIn', label: words.zoomIn },
    { role: 'zoomOut', label: words.zoomOut },
    LINE,
    { role: 'togglefullscreen', label: words.fullScreen },
    ...(developing
      ? [
          LINE,
          { role: 'reload', label: words.reload } satisfies Item,
          { role: 'toggleDevTools', label: words.developerTools } satisfies Item,
        ]
      : []),
  ];
}
