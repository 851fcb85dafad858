import type {
  Dialog,
  MessageBoxReturnValue,
  NativeTheme,
  OpenDialogReturnValue,
  SaveDialogReturnValue,
} from 'electron';
import { KnownEvents, known } from './known.ts';

/** What the user will answer, in order: paths of the open dialog, a path of the save dialog, a button's number. */
const answers: string[][] = [];
const asked: unknown[] = [];

/** Electron takes options, or a window and options. */
function answerTo(args: unknown[]): string[] {
  asked.push(args.at(-1));
  const answer = answers.shift();
  if (answer === undefined) throw new Error('a dialog that the test does not expect');
  return answer;
}

export const dialog = known('dialog', {
  async showOpenDialog(...args: unknown[]): Promise<OpenDialogReturnValue> {
    const filePaths = answerTo(args);
    return { canceled: filePaths.length === 0, filePaths };
  },
  async showSaveDialog(...args: unknown[]): Promise<SaveDialogReturnValue> {
    const [filePath = ''] = answerTo(args);
    return { canceled: filePath === '', filePath };
  },
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    return { response: Number(answerTo(args)[0]), checkboxChecked: false };
  },
} satisfies Record<keyof Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>, unknown>);

export function answerDialog(...answer: string[]): void {
  answers.push(answer);
}

/** The options of the dialogs that were shown since the last call. */
export function dialogs(): unknown[] {
  return asked.splice(0);
}

class Theme extends KnownEvents implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  #source: NativeTheme['themeSource'] = 'system';

  constructor() {
    super('nativeTheme', ['updated']);
  }

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: NativeTheme['themeSource']) {
    this.#source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

export const nativeTheme = known('nativeTheme', new Theme());

export const screen = known('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1600, height: 1000 } }],
});
