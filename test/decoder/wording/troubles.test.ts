import { describe, expect, test } from 'vitest';
import * as en from '../../../decoder/wording/en/troubles.ts';
import { type Remedy, type Trouble, tellRemedy, tellTrouble } from '../../../decoder/wording/trouble.ts';
import * as zh from '../../../decoder/wording/zh/troubles.ts';

const [name, tool, path, group] = ['eth7', 'tcpdump', '/usr/bin/dumpcap', 'wireshark'];
const disk = { by: 'system', name: 'ENOSPC', text: 'no space left on device' } as const;

const TROUBLES: readonly Trouble[] = [
  { code: 'no-such-interface', name },
  { code: 'interface-is-down', name },
  { code: 'interface-went-down', name },
  { code: 'interface-disappeared', name },
  { code: 'interface-lost-for-a-moment', name },
  { code: 'input-ended', name },
  { code: 'thread-ended' },
  { code: 'out-of-memory' },
  { code: 'not-permitted', name },
  { code: 'tool-not-permitted', tool, name },
  { code: 'tool-not-permitted-on-all', tool },
  { code: 'may-not-run', path },
  { code: 'may-not-open', path },
  { code: 'lacks-capability', path },
  { code: 'group-only', group, path },
  { code: 'group-since-login', group, path },
  { code: 'cap-is-inside-node' },
  { code: 'capability-withheld' },
  { code: 'privileges-forbidden' },
  { code: 'not-installed', tool },
  { code: 'none-installed' },
  { code: 'no-cap-in-desktop' },
  { code: 'no-cap-in-executable' },
  { code: 'cap-not-built' },
  { code: 'another-to-dumpcap', name },
  { code: 'not-opened-in-time', tool, name },
  { code: 'killed', program: tool, signal: 'SIGKILL' },
  { code: 'killed', program: null, signal: 'SIGKILL' },
  { code: 'not-started', program: tool, error: 'EAGAIN' },
  { code: 'shell-not-started', error: 'EAGAIN' },
  { code: 'ended-with-status', program: null, status: 9, said: null },
  { code: 'ended-with-status', program: tool, status: 1, said: 'syntax error' },
  { code: 'wrote-no-packet' },
  { code: 'cannot-read', name: null, why: 'no-permission', error: '' },
  { code: 'cannot-read', name, why: null, error: 'EIO' },
  { code: 'not-a-capture', name, why: 'empty' },
  { code: 'cannot-write', path, fault: disk, heldUntil: null },
  { code: 'cannot-write', path, fault: { by: 'deleted' }, heldUntil: '2026-11-20 13:02:40 UTC' },
  { code: 'could-not-write', path, fault: disk, from: '13:02:40', to: '13:02:50' },
  { code: 'could-not-write', path, fault: { by: 'slow-disk' }, from: null, to: '13:02:50' },
];

const REMEDIES: readonly Remedy[] = [
  { code: 'capture-without-root', path, command: 'x' },
  { code: 'let-everybody-run', path, command: 'x' },
  { code: 'let-user-open-devices', command: 'x' },
  { code: 'join-group', group, command: 'x' },
  { code: 'log-in-anew', command: 'x' },
  { code: 'install-and-permit', tool, command: 'x' },
  { code: 'install', tool, command: 'x' },
  { code: 'install-with', tool: 'Wireshark', driver: 'Npcap', command: 'x' },
  { code: 'bring-up', command: 'x' },
  { code: 'choose-interface', names: [name, 'lo'], command: null },
  { code: 'ask-interfaces', command: 'x' },
  { code: 'add-capability', command: null },
  { code: 'allow-privileges', command: null },
];

describe('what keeps packets from being heard or kept', () => {
  test('each code is here', () => {
    expect(new Set(TROUBLES.map(({ code }) => code))).toEqual(new Set(Object.keys(en.troubles)));
    expect(new Set(REMEDIES.map(({ code }) => code))).toEqual(new Set(Object.keys(en.remedies)));
  });

  test.each(TROUBLES)('$code tells the same in both languages', (trouble) => {
    const [english, chinese] = [tellTrouble(trouble, en.troubles), tellTrouble(trouble, zh.troubles)];
    expect(english).not.toMatch(/undefined|null|\p{Script=Han}/u);
    expect(chinese).toMatch(/^(?!.*(undefined|null)).*\p{Script=Han}/u);
    for (const [key, value] of Object.entries(trouble)) {
      if (typeof value !== 'string' || key === 'code' || key === 'why') continue;
      expect(english).toContain(value);
      expect(chinese).toContain(value);
    }
  });

  test.each(REMEDIES)('$code is advised in both languages', (remedy) => {
    expect(tellRemedy(remedy, en.remedies)).toMatch(/^[A-Zd]/);
    expect(tellRemedy(remedy, zh.remedies)).toMatch(/\p{Script=Han}/u);
  });

  test.each([
    [
      { code: 'cannot-write', path: 'x', fault: disk, heldUntil: '2026-11-20 13:02:40 UTC' },
      'cannot write to x: no space left on device; it holds everything until 2026-11-20 13:02:40 UTC',
      '无法写入 x：设备上没有剩余空间；其中完整保存到 2026-11-20 13:02:40 UTC',
    ],
    [
      {
        code: 'cannot-write',
        path: 'x',
        fault: { by: 'system', name: 'EBADF', text: 'bad file descriptor' },
        heldUntil: null,
      },
      'cannot write to x: bad file descriptor',
      '无法写入 x：bad file descriptor',
    ],
    [
      { code: 'ended-with-status', program: 'tcpdump', status: 1, said: 'syntax error' },
      'tcpdump ended with status 1: syntax error',
      'tcpdump 以状态 1 退出：syntax error',
    ],
    [
      { code: 'cannot-read', name: null, why: 'not-found', error: '' },
      'cannot read standard input: there is no such file',
      '无法读取标准输入：文件不存在',
    ],
  ] satisfies [Trouble, string, string][])('%j', (trouble, english, chinese) => {
    expect(tellTrouble(trouble, en.troubles)).toBe(english);
    expect(tellTrouble(trouble, zh.troubles)).toBe(chinese);
  });
});
