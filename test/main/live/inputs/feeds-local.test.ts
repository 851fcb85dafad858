import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { CaptureReader } from '../../../../decoder/capture/capture-reader.ts';
import { FrameDecoder } from '../../../../decoder/frame/decode-frame.ts';
import { type Feed, FeedError, type LiveInput } from '../../../../main/live/feed.ts';
import { localInput } from '../../../../main/live/inputs/local-input.ts';
import { captureProgram } from '../../../../main/live/inputs/local-tools.ts';
import { LOCAL_TOOLS } from '../../../../main/live/live-contract.ts';
import { hasPeer } from '../../../support/peer-programs.ts';
import { canMakeSegments, Segment } from './segment.ts';

const PATIENT = { timeout: 10_000 };
const segments = canMakeSegments();
const tools = LOCAL_TOOLS.filter((via) => (via === 'cap' ? captureProgram(via).path !== null : hasPeer(via)));

let segment: Segment;
beforeEach(({ skip }) => {
  if (!segments) skip();
  segment = new Segment();
});
afterEach(() => segment?.remove());

/** Reads a feed to its end, and says what came. */
class Listener {
  readonly feed: Feed;
  packets = 0;
  pauses = 0;
  /** Addresses that were asked for by ARP. */
  readonly asked = new Set<string>();
  readonly ended: Promise<FeedError | null>;

  constructor(feed: Feed) {
    this.feed = feed;
    this.ended = this.#listen().catch((error: unknown) => {
      if (error instanceof FeedError) return error;
      throw error;
    });
    onTestFinished(async () => {
      feed.stop();
      await this.ended;
    });
  }

  async #listen(): Promise<null> {
    const reader = new CaptureReader();
    const decoder = new FrameDecoder(0);
    for (;;) {
      for (let record = reader.next(); record !== undefined; record = reader.next()) {
        this.packets += 1;
        this.pauses += reader.takePauses().length;
        const message = decoder.decode(record, 0);
        if (message?.kind === 'arp') this.asked.add(message.targetAddress);
      }
      const read = await this.feed.read(reader.room());
      if (read === 0) {
        expect(reader.problems).toEqual([]);
        return null;
      }
      reader.filled(read);
    }
  }
}

const listen = async (input: LiveInput): Promise<Listener> => new Listener(await input.open());

/** The capture programs that we have running on the far end. */
function childrenOn(name: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isOurs(pid, name));
}

function isOurs(pid: number, name: string): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(name);
  } catch {
    return false;
  }
}

function childOn(name: string): number {
  const [pid, ...others] = childrenOn(name);
  expect(others).toEqual([]);
  if (pid === undefined) throw new Error(`nothing captures on ${name}`);
  return pid;
}

describe.each(tools)('%s', (via) => {
  test('gives every packet from the moment it is open, and ends when stopped', async () => {
    const listener = await listen(localInput(segment.far, via));
    const asked = await segment.ask(5);
    await vi.waitFor(() => expect([...listener.asked]).toEqual(asked), PATIENT);
    listener.feed.stop();
    expect(await listener.ended).toBeNull();
    expect(childrenOn(segment.far)).toEqual([]);
    expect(listener.feed.dropped).toBe(via === 'cap' ? null : 0);
  });

  test('proves silence while it waits, not while it is stopped', async () => {
    const listener = await listen(localInput(segment.far, via));
    await vi.waitFor(() => expect(listener.feed.provesSilence()).toBe(true), PATIENT);
    const child = childOn(segment.far);
    process.kill(child, 'SIGSTOP');
    await vi.waitFor(() => expect(listener.feed.provesSilence()).toBe(false), PATIENT);
    process.kill(child, 'SIGCONT');
    await vi.waitFor(() => expect(listener.feed.provesSilence()).toBe(true), PATIENT);
    process.kill(child, 'SIGKILL');
    await listener.ended;
    expect(listener.feed.provesSilence()).toBe(false);
  });

  test('proves nothing while there is no carrier', async () => {
    const listener = await listen(localInput(segment.near, via));
    await vi.waitFor(() => expect(listener.feed.provesSilence()).toBe(true), PATIENT);
    segment.setFar('down');
    await vi.waitFor(() => expect(listener.feed.provesSilence()).toBe(false), PATIENT);
  });

  test('says that it was killed, after all that came before', async () => {
    const listener = await listen(localInput(segment.far, via));
    const asked = await segment.ask(3);
    await vi.waitFor(() => expect([...listener.asked]).toEqual(asked), PATIENT);
    process.kill(childOn(segment.far), 'SIGKILL');
    expect(await listener.ended).toMatchObject({ fault: 'program-failed', message: `${via} was killed by SIGKILL` });
  });

  test('says that the interface has disappeared', async () => {
    const listener = await listen(localInput(segment.far, via));
    segment.remove();
    expect(await listener.ended).toMatchObject({ fault: 'interface-lost', message: `${segment.far} has disappeared` });
  });

  test('says that the interface went down', async () => {
    const listener = await listen(localInput(segment.far, via));
    segment.setFar('down');
    expect(await listener.ended).toMatchObject({ fault: 'interface-lost', message: `${segment.far} went down` });
    await expect(localInput(segment.far, via).open()).rejects.toMatchObject({
      fault: 'interface-lost',
      message: `${segment.far} is down`,
    });
  });

  test('needs no root once it is open', async () => {
    await listen(localInput(segment.far, via));
    await vi.waitFor(() => {
      const status = readFileSync(`/proc/${childOn(segment.far)}/status`, 'utf8');
      expect(/^CapEff:\s*(\w+)/m.exec(status)?.[1]).toBe('0000000000000000');
    }, PATIENT);
  });

  test('listens to all interfaces at once, which have no VLAN tags', async () => {
    const listener = await listen(localInput('any', via));
    const asked = await segment.ask(2);
    await vi.waitFor(() => expect([...listener.asked]).toEqual(expect.arrayContaining(asked)), PATIENT);
  });
});

test.runIf(tools.includes('tcpdump'))('tcpdump tells what the kernel dropped, and goes on', async () => {
  const sent = 100_000;
  const listener = await listen(localInput(segment.far, 'tcpdump'));
  expect(listener.feed.dropped).toBe(0);
  const child = childOn(segment.far);
  process.kill(child, 'SIGSTOP');
  await segment.flood(sent);
  process.kill(child, 'SIGCONT');
  await vi.waitFor(() => expect(listener.feed.dropped).toBeGreaterThan(0), PATIENT);
  const asked = await segment.ask(1);
  await vi.waitFor(() => expect([...listener.asked]).toEqual(asked), PATIENT);
  listener.feed.stop();
  expect(await listener.ended).toBeNull();
  expect(listener.packets + (listener.feed.dropped ?? 0)).toBeGreaterThanOrEqual(sent);
});

test.runIf(tools.includes('cap'))(
  'cap that stood still says so, and gives no packet a time of which it is not sure',
  async () => {
    const listener = await listen(localInput(segment.far, 'cap'));
    const before = await segment.ask(1);
    await vi.waitFor(() => expect([...listener.asked]).toEqual(before), PATIENT);
    const child = childOn(segment.far);
    process.kill(child, 'SIGSTOP');
    await setTimeout(700);
    const [meanwhile = ''] = await segment.ask(1);
    process.kill(child, 'SIGCONT');
    await vi.waitFor(async () => {
      await segment.ask(1);
      expect(listener.pauses).toBe(1);
    }, PATIENT);
    expect([...listener.asked]).not.toContain(meanwhile);
  },
);

test('the best program that is here is taken and named', async () => {
  const input = localInput(segment.far);
  await listen(input);
  expect(input.via).toBe(tools[0]);
});

test.each(['-x', '--help', 'no-such-if', '../lo', '', ' ', '\u001b[2J'])(
  '%j is no interface, and no option',
  async (name) => {
    await expect(localInput(name).open()).rejects.toMatchObject({
      fault: 'no-such-interface',
      advice: { code: 'choose-interface', names: expect.arrayContaining(['lo']), command: null },
    });
  },
);
