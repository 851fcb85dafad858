import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

/** A page in Debian's Firefox, driven over WebDriver BiDi. */
export interface FirefoxPage {
  open(url: string): Promise<void>;
  /** The value of an expression, awaited; it must be a string. */
  text(expression: string): Promise<string>;
  /** A PNG of what is to be seen. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

interface Answer {
  id?: number;
  type: string;
  result?: {
    contexts?: { context: string }[];
    result?: { value?: unknown };
    data?: string;
    exceptionDetails?: unknown;
  };
  message?: string;
}

export async function openFirefox(): Promise<FirefoxPage> {
  const profile = mkdtempSync(join(tmpdir(), 'vrrpscope-firefox-'));
  const words = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', '--width', '1440'];
  const firefox = spawn('firefox-esr', [...words, '--height', '900'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => firefox.on('exit', () => resolve()));
  const socket = new WebSocket(`${await listeningAt(createInterface(firefox.stderr))}/session`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));

  let asked = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const answer: Answer = JSON.parse(String(data));
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  const ask = async (method: string, params: object): Promise<NonNullable<Answer['result']>> => {
    const id = ++asked;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (answer.result === undefined) throw new Error(`${method}: ${answer.message}`);
    return answer.result;
  };

  await ask('session.new', { capabilities: {} });
  const { contexts = [] } = await ask('browsingContext.getTree', {});
  const context = contexts[0]?.context;
  return {
    async open(url) {
      await ask('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async text(expression) {
      const target = { context };
      const { result, exceptionDetails } = await ask('script.evaluate', { expression, target, awaitPromise: true });
      if (typeof result?.value !== 'string') throw new Error(JSON.stringify(exceptionDetails ?? result));
      return result.value;
    },
    async screenshot() {
      const { data = '' } = await ask('browsingContext.captureScreenshot', { context });
      return Buffer.from(data, 'base64');
    },
    async close() {
      socket.close();
      firefox.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

async function listeningAt(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('Firefox ended before it listened');
}
