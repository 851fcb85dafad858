import type { Namespaces } from './namespaces.ts';

/** Frames in hexadecimal from standard input, each so long after the one before, out of one interface. */
const SENDER = `
import socket, sys, time
nic, pause = sys.argv[1], float(sys.argv[2])
out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind((nic, 0))
due = time.monotonic()
for line in sys.stdin:
    out.send(bytes.fromhex(line))
    due += pause
    time.sleep(max(0, due - time.monotonic()))
`;

/** Sends what no daemon sends, out of a node's first interface. */
export async function sendFrames(
  namespaces: Namespaces,
  node: string,
  frames: Iterable<Uint8Array>,
  pause: number,
): Promise<void> {
  const lines = Array.from(frames, (frame) => Buffer.from(frame).toString('hex'));
  await namespaces.feedInside(node, `${lines.join('\n')}\n`, 'python3', '-c', SENDER, 'eth0', String(pause));
}
