import { EventEmitter } from 'node:events';

/** What the shell uses of Electron stands here; anything else is an error, so that nothing passes unseen. */
export function known<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, property) {
      if (typeof property === 'string' && property !== 'then' && !(property in target)) throw unknown(name, property);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set(target, property, value) {
      if (!(property in target)) throw unknown(name, String(property));
      return Reflect.set(target, property, value, target);
    },
  });
}

/** An emitter that knows which events there are. */
export class KnownEvents extends EventEmitter {
  readonly #name: string;
  readonly #events: readonly string[];

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = events;
    super.on('newListener', (event) => {
      if (!this.#events.includes(String(event))) throw unknown(this.#name, `on('${String(event)}')`);
    });
  }
}

/** An event as Electron hands it to listeners; `prevented` is true if one of them prevented it. */
export function ask(emitter: EventEmitter, event: string, ...rest: unknown[]): { prevented: boolean } {
  const asked = { prevented: false };
  emitter.emit(event, { preventDefault: () => Object.assign(asked, { prevented: true }) }, ...rest);
  return asked;
}

function unknown(name: string, property: string): Error {
  return new Error(`the stand-in for Electron has no ${name}.${property}`);
}
