import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Feed, LiveInput } from '../../../../main/live/feed.ts';
import { chooseInput, type InputChoice } from '../../../../main/live/inputs/choose-input.ts';
import { commandInput } from '../../../../main/live/inputs/command-input.ts';
import { pipeInput } from '../../../../main/live/inputs/pipe-input.ts';

const SAMPLE = join(import.meta.dirname, '../../../../samples/vmac.pcapng');
const BYTES = readFileSync(SAMPLE);
const PATIENT = { timeout: 10_000 };
const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-piped-'));
afterAll(() => rmSync(folder, { recursive: true }));

const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
const CAT = `cat ${quoted(SAMPLE)}`;
let fifos = 0;

function makeFifo(): string {
  fifos += 1;
  const path = join(folder, `fifo${fifos}`);
  execFileSync('mkfifo', [path]);
  return path;
}

async function opened(input: LiveInput): Promise<Feed> {
  const feed = await input.open();
  onTestFinished(() => feed.stop());
  return feed;
}

/** Everything to the end, in reads as small as a reader may ask for. */
async function readAll(feed: Feed, room = new Uint8Array(1000)): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let read = await feed.read(room); read > 0; read = await feed.read(room)) parts.push(room.slice(0, read));
  return Buffer.concat(parts);
}

function chosen(choice: InputChoice): LiveInput {
  const input = chooseInput(choice);
  if ('usageError' in input) throw new Error(input.usageError);
  return input;
}

const isGone = (pid: number) => expect(() => process.kill(pid, 0)).toThrow('ESRCH');

test('a FIFO gives every byte to its end, and can be opened again', async () => {
  const path = makeFifo();
  const input = chosen({ interface: path });
  expect(input).toMatchObject({ name: path, via: 'pipe', reopens: true });
  for (let run = 0; run < 2; run += 1) {
    const feed = await opened(input);
    const writer = createWriteStream(path);
    writer.end(BYTES);
    expect((await readAll(feed)).equals(BYTES)).toBe(true);
    expect(feed.provesSilence()).toBe(false);
    expect(feed.dropped).toBeNull();
  }
});

test('a FIFO that nobody writes to can be stopped', async () => {
  const feed = await opened(pipeInput(makeFifo()));
  const reading = readAll(feed);
  feed.stop();
  expect(await reading).toHaveLength(0);
});

test('what a FIFO cannot be read for', async () => {
  await expect(pipeInput(join(folder, 'nothing')).open()).rejects.toMatchObject({
    fault: 'cannot-read',
    message: `cannot read ${join(folder, 'nothing')}: there is no such file`,
  });
});

test('a command gives every byte it writes, and then has ended', async () => {
  const feed = await opened(chosen({ exec: CAT }));
  expect((await readAll(feed)).equals(BYTES)).toBe(true);
  expect(feed.provesSilence()).toBe(false);
});

test('what a command wrote is there also when it has ended before anybody reads', async () => {
  const ended = join(folder, 'ended');
  const feed = await opened(chosen({ exec: `${CAT}; echo $$ > ${quoted(ended)}` }));
  await vi.waitFor(() => isGone(Number(readFileSync(ended, 'utf8'))), PATIENT);
  await new Promise((done) => setImmediate(done));
  expect((await readAll(feed)).equals(BYTES)).toBe(true);
});

test.each([
  ['exit 3', 'the command ended with status 3'],
  ['echo "no route to lb01" >&2; exit 255', 'the command ended with status 255: no route to lb01'],
  ['true', 'the command ended without writing a packet'],
  ['kill -9 $$', 'the command was killed by SIGKILL'],
])('the command %s cannot be listened to', async (command, message) => {
  await expect(commandInput(command).open()).rejects.toMatchObject({ fault: 'command-failed', message });
});

test('a command that dies tells why, after all that it wrote', async () => {
  const lines: string[] = [];
  const feed = await opened(commandInput(`${CAT}; echo lost >&2; exit 9`, (line) => lines.push(line)));
  const room = new Uint8Array(BYTES.length + 1);
  let length = 0;
  const read = async (): Promise<void> => {
    length += await feed.read(room.subarray(length));
    return read();
  };
  await expect(read()).rejects.toMatchObject({ message: 'the command ended with status 9: lost' });
  expect(Buffer.from(room.subarray(0, length)).equals(BYTES)).toBe(true);
  expect(lines).toEqual(['lost']);
});

test('a command that has nothing to say yet is listened to', async () => {
  const feed = await opened(commandInput(`sleep 2; ${CAT}`));
  expect((await readAll(feed)).equals(BYTES)).toBe(true);
});

test('stopping ends all that a command has started, also what does not listen', async () => {
  const feed = await opened(commandInput('trap "" TERM; sleep 1000 & echo $! $$; sleep 1000'));
  const room = new Uint8Array(100);
  const [background = 0, shell = 0] = Buffer.from(room.subarray(0, await feed.read(room)))
    .toString()
    .split(' ')
    .map(Number);
  feed.stop();
  expect(await readAll(feed)).toHaveLength(0);
  await vi.waitFor(() => {
    isGone(background);
    isGone(shell);
  }, PATIENT);
});

test('a command that writes without end about its errors is not remembered whole', async () => {
  const feed = await opened(commandInput(`${CAT}; yes "$(printf %01000d 7)" | head -n 20000 >&2; exit 1`));
  await expect(readAll(feed)).rejects.toMatchObject({ message: expect.stringMatching(/^.{30,600}$/) });
});

test('what cannot be listened to is told before anything is tried', () => {
  const file = join(folder, 'file.pcap');
  writeFileSync(file, BYTES);
  const mistakes: [InputChoice, RegExp][] = [
    [{ interface: file }, /is a file: vrrpscope report reads it/],
    [{ interface: folder }, /is a directory/],
    [{ interface: 'lo', exec: 'true' }, /--exec/],
    [{ exec: 'true', via: 'tcpdump' }, /--via/],
    [{ exec: ' ' }, /needs a command/],
    [{ interface: makeFifo(), via: 'tcpdump' }, /--via/],
  ];
  for (const [choice, sentence] of mistakes) {
    expect(chooseInput(choice)).toEqual({ usageError: expect.stringMatching(sentence) });
  }
});

test("standard input and a shell's <(…) come to an end for good", async () => {
  expect(chosen({ interface: '-' })).toMatchObject({ name: '-', via: 'pipe', reopens: false });
  const script = `
    const { pipeInput } = await import(process.argv[1]);
    console.log(pipeInput(process.argv[2]).reopens);
  `;
  const module = join(import.meta.dirname, '../../../../dist/main/live/inputs/pipe-input.js');
  const words = ['-c', 'node --input-type=module -e "$0" "$1" <(:)', script, module];
  expect(execFileSync('bash', words, { encoding: 'utf8' })).toBe('false\n');
});

test('an interface is chosen through the program that was named', () => {
  expect(chosen({ interface: 'lo', via: 'tcpdump' })).toMatchObject({ name: 'lo', via: 'tcpdump', reopens: true });
});
