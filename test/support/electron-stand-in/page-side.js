/**
 * Runs in the page before its own scripts, as Electron's side of it: gives the preload script `electron`, and the page
 * what the preload script exposes, as if from another world.
 */
// biome-ignore lint/correctness/noUnusedVariables: called by the stand-in
function hostPreload(runPreload, paths) {
  const invoke = globalThis.standInInvoke;
  delete globalThis.standInInvoke;
  if (window !== window.top || !location.protocol.startsWith('http')) return;

  const listeners = new Map();
  Object.defineProperty(globalThis, 'standInSend', {
    value: (channel, args) => {
      for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...args);
    },
  });

  const electron = {
    contextBridge: known('contextBridge', {
      exposeInMainWorld(name, api) {
        Object.defineProperty(globalThis, name, { value: Object.freeze(cross(api)), enumerable: true });
      },
    }),
    ipcRenderer: known('ipcRenderer', {
      invoke: (channel, ...args) => invoke(channel, ...structuredClone(args)),
      on(channel, listener) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
      off(channel, listener) {
        listeners.set(
          channel,
          (listeners.get(channel) ?? []).filter((one) => one !== listener),
        );
      },
    }),
    webUtils: known('webUtils', {
      getPathForFile(file) {
        if (!(file instanceof File)) throw new TypeError('not a File');
        return paths[file.name] ?? '';
      },
    }),
  };
  const require = (name) => {
    if (name === 'electron') return electron;
    throw new Error(`a sandboxed preload script cannot require ${name}`);
  };
  runPreload(require, { exports: {} }, {});

  /** What crosses from one world to the other is copied; functions are called across, and only words of errors arrive. */
  function cross(value) {
    if (typeof value === 'function') return (...args) => crossResult(() => value(...args.map(cross)));
    if (value instanceof File || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(cross);
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cross(one)]));
  }

  function crossResult(run) {
    const fail = (error) => {
      throw new Error(error instanceof Error ? error.message : String(error));
    };
    try {
      const result = run();
      return result instanceof Promise ? result.then(cross, fail) : cross(result);
    } catch (error) {
      return fail(error);
    }
  }

  function known(name, object) {
    return new Proxy(object, {
      get(target, property) {
        if (property in target) return target[property];
        throw new Error(`the stand-in for Electron has no ${name}.${String(property)}`);
      },
    });
  }
}
