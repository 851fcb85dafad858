import type { WebContents, WebFrameMain } from 'electron';
import { HOST_CALLS, type HostEvent } from '../host-contract.ts';
import { answerCall } from '../services/answer-call.ts';
import type { HostConnection, HostServices } from '../services/host-services.ts';
import { type CallAnswer, callChannel, EVENT_CHANNEL } from './channels.ts';
import { WINDOW_ORIGIN } from './window-address.ts';

/** Answers what the page in `contents` asks, and tells it of changes. `listens` is told whether the page hears events. */
export function setupHostCalls(
  contents: WebContents,
  services: HostServices,
  listens: (listening: boolean) => void,
): void {
  let connection: HostConnection | null = null;
  const disconnect = () => {
    connection?.close();
    connection = null;
    listens(false);
  };
  const tell = (event: HostEvent) => {
    if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, event);
  };
  // A page that is loaded anew starts from the beginning
  contents.on('did-navigate', disconnect);
  contents.on('destroyed', disconnect);
  for (const name of HOST_CALLS) {
    contents.ipc.handle(
      callChannel(name),
      async ({ senderFrame }, ...args: unknown[]): Promise<CallAnswer<unknown>> => {
        if (!isWindowPage(senderFrame, contents)) return { kind: 'failure', message: 'Only the window may ask.' };
        connection ??= services.connect(tell);
        if (name === 'welcome') listens(true);
        try {
          const result = name === 'chooseCaptures' ? connection.chooseCaptures() : answerCall(connection, name, args);
          if (result === undefined) throw new Error(`${name} was called with arguments that it does not take.`);
          return { kind: 'result', result: await result };
        } catch (error) {
          return { kind: 'failure', message: error instanceof Error ? error.message : String(error) };
        }
      },
    );
  }
}

function isWindowPage(frame: WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame === contents.mainFrame && frame.origin === WINDOW_ORIGIN;
}
