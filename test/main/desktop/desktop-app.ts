import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { MenuNote, Note, Reply } from '../../support/electron-stand-in/control.ts';

export const STAND_IN = join(import.meta.dirname, '../../support/electron-stand-in');

export interface StartOptions {
  languages?: string;
  /** Paths of files that are dropped, by name: a page does not know where a file lies. */
  dropped?: Record<string, string>;
}

/** One run of the app. */
export class DesktopApp {
  readonly notes: Note[] = [];
  /** The exit code. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #noted = new Set<() => void>();
  #asked = 0;
  #stderr = '';

  constructor(folder: string, home: string, words: readonly string[], options: StartOptions) {
    const electron = join(folder, 'node_modules/electron');
    this.#child = fork(join(electron, 'launch.js'), [join(folder, 'dist/desktop/app.js'), ...words], {
      cwd: home,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: home,
        STAND_IN_FOLDER: home,
        STAND_IN_PAGE_SIDE: join(STAND_IN, 'page-side.js'),
        STAND_IN_LANGUAGES: options.languages ?? 'en-GB',
        STAND_IN_DROPPED: JSON.stringify(options.dropped ?? {}),
      },
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#child.on('message', (message: Note | Reply) => this.#hear(message));
    this.ended = new Promise((resolve) => {
      this.#child.on('exit', (code) => {
        for (const [id, reply] of this.#waiting) reply({ id, error: `the app has ended (${code})\n${this.#stderr}` });
        resolve(code);
      });
    });
  }

  ask(command: string, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#asked += 1;
      this.#waiting.set(this.#asked, (reply) => {
        this.#waiting.delete(reply.id);
        if ('error' in reply) reject(new Error(reply.error));
        else resolve(reply.result);
      });
      this.#child.send({ id: this.#asked, command, args }, (error) => error && reject(error));
    });
  }

  /** What an expression is worth in the page, as far as it is plain data. */
  async evaluate<Result = unknown>(expression: string): Promise<Result> {
    const text = await this.ask('evaluate', `Promise.resolve(${expression}).then((it) => JSON.stringify(it ?? null))`);
    const result: Result = JSON.parse(String(text));
    return result;
  }

  /** Resolves when the shell has done something to the system, or has already. */
  async noted<Kind extends Note['kind']>(
    kind: Kind,
    fits: (note: Extract<Note, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<Note, { kind: Kind }>> {
    for (;;) {
      for (const note of this.notes) if (isOfKind(note, kind) && fits(note)) return note;
      await Promise.race([
        new Promise<void>((resolve) => this.#noted.add(resolve)),
        this.ended.then(() => Promise.reject(new Error(`the app has ended\n${this.#stderr}`))),
      ]);
    }
  }

  /** The menu as shown now. */
  get menu(): MenuNote[] {
    return this.notes.findLast((note) => note.kind === 'menu')?.menu ?? [];
  }

  /** Resolves when its window is there and the page has loaded. */
  async shown(): Promise<this> {
    await this.noted('shown');
    return this;
  }

  async quit(): Promise<number | null> {
    await this.ask('close').catch(() => {});
    return this.ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #hear(message: Note | Reply): void {
    if ('id' in message) {
      this.#waiting.get(message.id)?.(message);
      return;
    }
    this.notes.push(message);
    for (const wake of this.#noted) wake();
    this.#noted.clear();
  }
}

function isOfKind<Kind extends Note['kind']>(note: Note, kind: Kind): note is Extract<Note, { kind: Kind }> {
  return note.kind === kind;
}
