import type { Protocol, Session, WebRequest } from 'electron';
import { known } from './known.ts';

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
const privileged = new Set<string>();
let request: RequestHandler = null;
let check: CheckHandler = null;
let device: unknown = null;
let beforeRequest: BeforeRequest | null = null;

export const protocol = known('protocol', {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard && privileges.secure) privileged.add(scheme);
    }
  },
  handle(scheme, handler) {
    if (!privileged.has(scheme)) throw new Error(`${scheme} would have no origin: it is not a standard scheme`);
    handlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>);

const webRequest = known('webRequest', {
  onBeforeRequest(listener: BeforeRequest) {
    beforeRequest = listener;
  },
} satisfies Record<keyof Pick<WebRequest, 'onBeforeRequest'>, unknown>);

export const session = known('session', {
  defaultSession: known('defaultSession', {
    webRequest,
    setPermissionRequestHandler(handler: RequestHandler) {
      request = handler;
    },
    setPermissionCheckHandler(handler: CheckHandler) {
      check = handler;
    },
    setDevicePermissionHandler(handler: unknown) {
      device = handler;
    },
  } satisfies Record<
    keyof Pick<
      Session,
      'webRequest' | 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
    >,
    unknown
  >),
});

/** Null where the session lets it not through. */
export async function answerRequest(method: string, url: string): Promise<Response | null> {
  const verdict = await new Promise<{ cancel?: boolean }>((resolve) => {
    if (beforeRequest === null) resolve({});
    else beforeRequest({ url }, resolve);
  });
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (verdict.cancel || handler === undefined) return null;
  return handler(Object.defineProperty(new Request('https://stand-in.invalid', { method }), 'url', { value: url }));
}

/** Without handlers Electron grants everything. */
export async function isGranted(permission: string, contents: unknown): Promise<{ [way: string]: boolean }> {
  const invoke = (handler: unknown, ...args: unknown[]): unknown =>
    typeof handler === 'function' ? Reflect.apply(handler, undefined, args) : true;
  return {
    request: await new Promise<boolean>((resolve) => {
      if (invoke(request, contents, permission, resolve) === true) resolve(true);
    }),
    check: Boolean(invoke(check, contents, permission)),
    device: Boolean(invoke(device, {})),
  };
}
