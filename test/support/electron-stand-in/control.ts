/** How a test talks with the stand-in: it runs commands, and is told of what the shell does to the system. */
export type Note =
  | { kind: 'loaded' }
  | { kind: 'shown' }
  | { kind: 'refused'; url: string }
  /** A window that the page wanted to open. */
  | { kind: 'window-refused'; url: string }
  | { kind: 'background'; colour: string }
  | { kind: 'menu'; menu: MenuNote[] }
  | { kind: 'recent-document'; path: string }
  | { kind: 'recent-documents-cleared' }
  | { kind: 'about' };

export interface MenuNote {
  label: string;
  enabled: boolean;
  accelerator?: string;
  submenu?: MenuNote[];
}

export type Reply = { id: number; result: unknown } | { id: number; error: string };

type Command = (...args: string[]) => unknown;

export function note(note: Note): void {
  process.send?.(note);
}

export function obey(commands: Readonly<Record<string, Command>>): void {
  process.on('message', async (message: { id: number; command: string; args: string[] }) => {
    const { id, command, args } = message;
    try {
      const result: unknown = await commands[command]?.(...args);
      process.send?.({ id, result } satisfies Reply);
    } catch (error) {
      process.send?.({ id, error: String(error) } satisfies Reply);
    }
  });
}
