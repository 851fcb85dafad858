import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../support/run-cli.ts';
import { splitBrainCapture } from '../../support/sample-captures.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-language-'));
const capture = join(folder, 'split.pcap');
const told = async (...words: string[]) => (await runCli(words)).stdout;

beforeAll(() => writeFileSync(capture, splitBrainCapture()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('--lang zh', () => {
  test('report: text, Markdown, CSV with the same headings, and the sentences of JSON', async () => {
    expect(await told('report', '--lang', 'zh', '--utc', capture)).toMatch(
      /^⬣ VRID 51：双主 12\.0 秒.*\n[\s\S]*\n发现\n[\s\S]*下一步：/,
    );
    expect(await told('report', '--lang', 'zh', '--markdown', capture)).toMatch(/^# VRRP 报告\n[\s\S]*\n## 发现\n/);
    expect(await told('report', '--lang', 'zh', '--csv', capture)).toMatch(
      /^time,epoch,.*,text\n[\s\S]*是观测到的第一个主用/,
    );
    const [finding] = JSON.parse(await told('report', '--lang', 'zh', '--json', capture)).findings;
    expect(finding.code).toBe('split-brain');
    for (const text of [finding.title, finding.explanation, finding.advice]) expect(text).toMatch(/\p{Script=Han}/u);
    expect(await told('report', '--lang', 'zh', '--ndjson', capture)).toContain('是观测到的第一个主用');
  });

  test('inventory, decode, live and interfaces', async () => {
    expect(await told('inventory', '--lang', 'zh', capture)).toContain('空闲 VRID（IPv4）：1–50、52–255');
    expect(await told('decode', '--lang', 'zh', capture)).toMatch(
      /vrid 51 {3}优先级 100 {2}间隔 1 秒 {4}10\.0\.0\.100/,
    );
    const live = await runCli(['live', '--lang', 'zh', '-'], { stdin: splitBrainCapture() });
    expect(live.stdout).toMatch(/正在读取标准输入\n[\s\S]*双主 12\.0 秒[\s\S]*\n发现\n/);
    expect(await told('interfaces', '--lang', 'zh')).toMatch(/^接口\n[\s\S]*抓包程序，优先者在前\n/);
  });

  test('an HTML report opens in that language; without it in that of the reader', async () => {
    const languageOf = async (...words: string[]) => {
      const path = join(folder, `${words.length}.html`);
      await runCli(['report', ...words, '--html', path, capture]);
      const [, packed = ''] = /id="embedded-report">([^<]+)</.exec(readFileSync(path, 'utf8')) ?? [];
      return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString().split('\n')[0] ?? '').language;
    };
    expect(await languageOf('--lang', 'zh')).toBe('zh');
    expect(await languageOf()).toBeNull();
  });

  test('is Chinese where the locale knows ASCII only, and damage is told in it', async () => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, splitBrainCapture().subarray(0, -11));
    const { stdout, stderr } = await runCli(['report', '--lang', 'zh', cut], { env: { LC_ALL: 'C' } });
    expect(stdout).toMatch(/^⬣ VRID 51：/);
    expect(stderr).toMatch(
      /^vrrpscope: warning: .*: 文件在数据包 \d+ 中间结束：\d+ 字节中至少缺少 11 字节（数据包 \d+，偏移 \d+）\n$/,
    );
  });
});

test('English is spoken in a Chinese locale, too', async () => {
  const env = { LC_ALL: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' };
  expect((await runCli(['report', capture], { env })).stdout).toContain('\nFindings\n');
  expect((await runCli(['inventory', capture], { env })).stdout).toContain('Free VRIDs');
});

test('a language that is not spoken is wrong usage', async () => {
  const { status, stderr } = await runCli(['report', '--lang', 'fr', capture]);
  expect(status).toBe(2);
  expect(stderr).toContain('Allowed choices are en, zh');
});
