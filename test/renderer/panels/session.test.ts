import { describe, expect, test, vi } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { splitReport } from '../../../decoder/report-parts.ts';
import type { Language } from '../../../decoder/wording/language.ts';
import type { CaptureStatus, HostEvent } from '../../../main/host-contract.ts';
import type { Host } from '../../../renderer/host.ts';
import { Session } from '../../../renderer/model/session.ts';
import { deferred } from './deferred.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport('split-brain');

/** A host whose answers the test gives. */
class AskedHost implements Host {
  readonly asked: { capture: string; language: Language; answer: () => void; refuse: (why: string) => void }[] = [];
  emit: (event: HostEvent) => void = () => {};
  lose: () => void = () => {};
  captures: CaptureStatus[] = [];
  saved = { kind: 'saved' as const, path: '/tmp/report.html' };

  onEvent(listener: (event: HostEvent) => void) {
    this.emit = listener;
    return () => {};
  }
  onLost(listener: () => void) {
    this.lose = listener;
    return () => {};
  }
  async welcome() {
    const settings = { language: null, theme: 'system' as const, times: 'utc' as const, recent: [] };
    const abilities = { open: true, live: false, openPaths: false, save: [] };
    return { tool: { name: 'vrrpscope', version: '0' }, abilities, settings, captures: this.captures };
  }
  readReport(capture: string, language: Language) {
    const { promise, resolve, reject } = deferred<void>();
    this.asked.push({ capture, language, answer: resolve, refuse: (why) => reject(new Error(why)) });
    return promise;
  }
  send(capture: string, revision: number, of: Report = report) {
    for (const part of splitReport(of)) this.emit({ kind: 'report-part', capture, revision, part });
  }
  progress(...captures: CaptureStatus[]) {
    this.emit({ kind: 'captures', captures });
  }
  chooseCaptures = async () => ['/captures/a.pcap'];
  openCaptures = async () => 'a';
  pathsOfDropped = async () => ['/captures/a.pcap'];
  fileKinds = async (paths: readonly string[]) => paths.map(() => 'capture' as const);
  listeningPlaces = async () => ({ interfaces: [], tools: [] });
  startLive = async () => 'a';
  stopReading = async () => {};
  closeCapture = async () => {};
  changeSettings = async () => {};
  messages = async () => ({ total: 0, complete: true, rows: [] });
  findMessage = async () => -1;
  packet = async () => null;
  intervals = async () => [];
  save = async () => this.saved;
}

function capture(id: string, revision: number): CaptureStatus {
  const counts = { done: 1, total: 2, elapsed: 1, packets: 1, messages: 1 };
  return {
    id,
    paths: [id],
    state: 'reading',
    failure: null,
    trouble: null,
    advice: null,
    live: null,
    beside: null,
    revision,
    ...counts,
  };
}

async function started(...captures: CaptureStatus[]) {
  const host = new AskedHost();
  host.captures = captures;
  const session = new Session(host, 'en');
  session.start();
  await vi.waitFor(() => expect(session.state().welcome).not.toBeNull());
  return { host, session };
}

describe('reports', () => {
  test('are put together from their parts', async () => {
    const { host, session } = await started(capture('a', 1));
    expect(host.asked.map(({ language }) => language)).toEqual(['en']);
    host.send('a', 1);
    expect(session.state().views.a?.report?.findings).toEqual(report.findings);
    expect(session.state().views.a?.report?.virtualRouters[0]?.reigns).toEqual(report.virtualRouters[0]?.reigns);
  });

  test('are not asked for before there is one', async () => {
    const { host } = await started(capture('a', 0));
    expect(host.asked).toEqual([]);
  });

  test('are asked for one at a time, then the newest', async () => {
    const { host } = await started(capture('a', 1));
    host.progress(capture('a', 2));
    host.progress(capture('a', 3));
    expect(host.asked).toHaveLength(1);
    host.send('a', 1);
    host.asked[0]?.answer();
    await vi.waitFor(() => expect(host.asked).toHaveLength(2));
    host.send('a', 3);
    host.asked[1]?.answer();
    await Promise.resolve();
    host.progress(capture('a', 3));
    expect(host.asked).toHaveLength(2);
  });

  test('are asked for of the capture that is looked at', async () => {
    const { host, session } = await started(capture('a', 1), capture('b', 1));
    expect(host.asked.map((asked) => asked.capture)).toEqual(['b']);
    session.dispatch({ kind: 'select-capture', capture: 'a' });
    expect(host.asked.map((asked) => asked.capture)).toEqual(['b', 'a']);
  });

  test('are read anew in another language', async () => {
    const { host, session } = await started(capture('a', 1));
    host.send('a', 1);
    host.asked[0]?.answer();
    session.changeSettings({ language: 'zh' });
    await vi.waitFor(() => expect(host.asked.map(({ language }) => language)).toEqual(['en', 'zh']));
    host.send('a', 1);
    expect(session.state().views.a?.language).toBe('zh');
  });

  test('of an older revision than what is shown are dropped', async () => {
    const { host, session } = await started(capture('a', 2));
    host.send('a', 2);
    host.send('a', 1, { ...report, findings: [] });
    expect(session.state().views.a?.report?.findings).toHaveLength(report.findings.length);
  });

  test('that cannot be read are told once, and not asked for again', async () => {
    const { host, session } = await started(capture('a', 1));
    host.asked[0]?.refuse('The disk is full.');
    await vi.waitFor(() => expect(session.state().notice).toEqual({ kind: 'failed', message: 'The disk is full.' }));
    host.progress(capture('a', 1));
    expect(host.asked).toHaveLength(1);
  });
});

describe('saving', () => {
  test('tells what was done', async () => {
    const { session } = await started(capture('a', 1));
    session.save({ form: 'html', language: 'en', times: 'utc' }, (outcome) => `${outcome.kind}`);
    expect(session.state().saving).toBe(true);
    await vi.waitFor(() => expect(session.state().notice).toEqual({ kind: 'done', message: 'saved' }));
    expect(session.state().saving).toBe(false);
  });

  test('tells why it could not be done', async () => {
    const { host, session } = await started(capture('a', 1));
    host.save = async () => Promise.reject(new Error('The folder cannot be written.'));
    session.save({ form: 'html', language: 'en', times: 'utc' }, () => null);
    await vi.waitFor(() => expect(session.state().notice?.message).toBe('The folder cannot be written.'));
    expect(session.state().saving).toBe(false);
  });
});

test('once the host has ended, nothing is asked and nothing complained about', async () => {
  const { host, session } = await started(capture('a', 0));
  host.lose();
  host.progress(capture('a', 1));
  session.fail(new Error('vrrpscope has ended'));
  expect(session.state()).toMatchObject({ lost: true, notice: null });
  expect(host.asked).toEqual([]);
});

test('a menu command waits until the window knows its host and somebody listens', async () => {
  const host = new AskedHost();
  const session = new Session(host, 'en');
  session.start();
  host.emit({ kind: 'menu', command: 'open' });
  const heard: string[] = [];
  session.onMenu((command) => heard.push(command));
  expect(heard).toEqual([]);
  await vi.waitFor(() => expect(heard).toEqual(['open']));
  host.emit({ kind: 'menu', command: 'find' });
  expect(heard).toEqual(['open', 'find']);
});
