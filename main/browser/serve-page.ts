import * as v from 'valibot';
import type { RawData, WebSocket } from 'ws';
import { answerCall } from '../services/answer-call.ts';
import type { HostServices } from '../services/host-services.ts';

/** Close codes of RFC 6455. */
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;

const callMessage = v.strictObject({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  call: v.string(),
  args: v.unknown(),
});

/** Answers the calls of a page and tells it of events, until its socket closes. */
export function servePage(socket: WebSocket, services: HostServices, mostBufferedBytes: number): void {
  const send = (message: object) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostBufferedBytes) socket.terminate();
    else socket.send(JSON.stringify(message));
  };
  const connection = services.connect((event) => send({ event }));
  const answer = async (id: number, name: string, args: unknown) => {
    try {
      const result = answerCall(connection, name, args);
      if (result === undefined) send({ id, error: 'The page asked for something that vrrpscope does not offer.' });
      else send({ id, result: await result });
    } catch (error) {
      send({ id, error: error instanceof Error ? error.message : String(error) });
    }
  };
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(UNSUPPORTED_DATA);
    const message = parse(data);
    if (!v.is(callMessage, message)) return socket.close(POLICY_VIOLATION);
    void answer(message.id, message.call, message.args);
  });
  // What breaks the protocol or a limit is closed by ws itself.
  socket.on('error', () => {});
  socket.on('close', () => connection.close());
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
