import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { listening, liveStatus, NOTHING_READY, PLACES } from './live-setups.ts';
import type { WindowSetup } from './mount-window.ts';
import { type PageOptions, sampleWindows, withChromium } from './sample-windows.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const windows = sampleWindows('window-states');

interface State {
  setup: WindowSetup;
  /** What the user reads once it is there. */
  says: string;
  /** What leads there. */
  after?: (page: Page) => Promise<void>;
  /** In Chinese the report speaks Chinese, too. */
  saysInChinese: string;
}

const READING = {
  state: 'reading' as const,
  done: 43_000_000,
  total: 128_000_000,
  elapsed: 2,
  packets: 9,
  messages: 8,
};

const charts = (page: Page) => page.locator('.charts-axis text').first().waitFor();

const LISTEN = /^(Listen…|监听…)$/;

const STATES: Record<string, State> = {
  welcome: {
    setup: { samples: [], settings: { recent: [{ paths: ['/captures/incident.pcapng'], beside: null }] } },
    says: 'incident.pcapng',
    saysInChinese: '最近打开',
  },
  loading: {
    setup: { samples: ['steady.pcapng'], status: { ...READING, revision: 0 } },
    says: '43.0 MB of 128 MB · 21.5 MB/s · about 4 s left',
    saysInChinese: '正在读取 steady.pcapng',
  },
  'so far': {
    setup: { samples: ['split-brain.pcapng'], status: { ...READING, revision: 1 } },
    says: 'So far',
    saysInChinese: '截至目前',
  },
  stopped: {
    setup: { samples: ['split-brain.pcapng'], status: { state: 'stopped', done: 43, total: 100 } },
    says: 'Reading was stopped at 43 %.',
    saysInChinese: '读取在 43% 处停止。',
  },
  'broken off': {
    setup: {
      samples: ['split-brain.pcapng'],
      status: { state: 'failed', failure: 'something', trouble: { code: 'out-of-memory' } },
    },
    says: 'split-brain.pcapng was not read to its end: there is not enough memory to read it.',
    saysInChinese: 'split-brain.pcapng 未能读到末尾：内存不足，无法读取。',
  },
  failed: {
    setup: { samples: ['split-brain.truth.json'] },
    says: 'split-brain.truth.json could not be read',
    saysInChinese: '无法读取 split-brain.truth.json',
  },
  damaged: {
    setup: { samples: ['cut-mid-record.pcap'] },
    says: '(in packet 36, at byte 2,278)',
    saysInChinese: '文件在数据包 36 中间结束：74 字节中至少缺少 21 字节（数据包 36，字节 2,278）',
  },
  'without VRRP': {
    setup: { samples: ['other-traffic'] },
    says: 'No VRRP in this capture',
    saysInChinese: '此抓包中没有 VRRP',
  },
  'without packets': {
    setup: { samples: ['nothing'] },
    says: 'No packets in this capture',
    saysInChinese: '此抓包中没有数据包',
  },
  uneventful: {
    setup: { samples: ['steady.pcapng'] },
    says: 'Nothing alarming: 10.128.86.20 became master of VRID 204',
    saysInChinese: '没有异常',
  },
  'split brain': {
    setup: { samples: ['split-brain.pcapng'] },
    says: 'Two masters for 11.6 s: lb01 and lb02 do not hear each other',
    saysInChinese: '双主 11.6 秒',
  },
  'many virtual routers': {
    setup: { samples: ['split-brain.pcapng'], copies: 1000 },
    says: '1,001',
    saysInChinese: '1,001',
  },
  'choosing an interface': {
    setup: { samples: [], abilities: { live: true }, places: PLACES },
    after: (page) => page.getByRole('button', { name: LISTEN }).first().click(),
    says: 'will be used',
    saysInChinese: '将使用它',
  },
  'choosing without permission': {
    setup: { samples: [], abilities: { live: true, openPaths: true }, places: NOTHING_READY },
    after: (page) => page.getByRole('button', { name: LISTEN }).first().click(),
    says: 'vrrpscope itself never has to run as root.',
    saysInChinese: '您没有运行 /usr/bin/dumpcap 的权限',
  },
  'listening before the first packet': {
    setup: { samples: ['nothing'], abilities: { live: true }, status: liveStatus({}, { revision: 0, elapsed: 4 }) },
    says: 'Nothing heard yet.',
    saysInChinese: '尚未收到任何数据包。',
  },
  listening: {
    setup: listening(),
    after: charts,
    says: 'Following',
    saysInChinese: '跟随中',
  },
  'listening elsewhere': {
    setup: listening({ dropped: 1204 }),
    after: (page) =>
      page
        .locator('.finding-head')
        .first()
        .click()
        .then(() => charts(page)),
    says: '1,204 dropped',
    saysInChinese: '丢弃 1,204 个',
  },
  'listening to a lost interface': {
    setup: listening({
      state: 'waiting',
      trouble: { code: 'interface-disappeared', name: 'eth0' },
      retryIn: 4,
      quiet: 9,
      silenceProven: false,
    }),
    after: charts,
    says: 'trying again in 4 s',
    saysInChinese: 'eth0 已消失',
  },
  'not permitted to listen': {
    setup: {
      samples: ['nothing'],
      abilities: { live: true },
      status: liveStatus(
        {},
        {
          state: 'failed',
          revision: 0,
          failure: 'you are not permitted to capture on eth0',
          trouble: { code: 'not-permitted', name: 'eth0' },
          advice: {
            code: 'capture-without-root',
            path: '/usr/bin/dumpcap',
            command: 'sudo setcap cap_net_raw=ep /usr/bin/dumpcap',
          },
        },
      ),
    },
    says: 'eth0 cannot be listened to',
    saysInChinese: '允许 /usr/bin/dumpcap 在非 root 身份下抓包',
  },
  'listened to': {
    setup: listening({ state: 'ended' }, { state: 'stopped' }),
    after: charts,
    says: 'Listening to eth0 has ended after 1 h 2 min.',
    saysInChinese: '对 eth0 的监听已在 1 小时 2 分 后结束。',
  },
  'listened to in vain': {
    setup: {
      samples: ['nothing'],
      abilities: { live: true },
      status: liveStatus({ state: 'ended' }, { state: 'stopped' }),
    },
    says: 'Nothing was heard on eth0',
    saysInChinese: '在 eth0 上没有收到任何数据包',
  },
  lost: {
    setup: { samples: ['vrid-collision.pcap'] },
    after: (page) => page.evaluate(() => window.sampleHost.end()),
    says: 'vrrpscope has ended.',
    saysInChinese: 'vrrpscope 已结束。',
  },
};

const LOOKS: (PageOptions & { language: 'en' | 'zh' })[] = [
  { language: 'en', colorScheme: 'light' },
  { language: 'zh', colorScheme: 'dark', width: 1000, height: 700 },
];

describe.skipIf(!withChromium).each(Object.entries(STATES))(
  'a window that is %s',
  (name, { setup, says, saysInChinese, after }) => {
    test.each(LOOKS)(
      'is accessible in $language and $colorScheme',
      async ({ language, ...look }) => {
        const settings = { ...setup.settings, language };
        const page = await windows.open({ ...setup, settings }, look);
        await page.getByRole('banner').waitFor();
        await after?.(page);
        await page
          .getByText(language === 'en' ? says : saysInChinese)
          .first()
          .waitFor();
        await windows.picture(page, `${name} ${language} ${look.colorScheme}`.replaceAll(' ', '-'));
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(look.width ?? 1440);
        await page.context().close();
      },
      30_000,
    );
  },
);

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations: found } = await window.axe.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

declare global {
  interface Window {
    axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
  }
}
