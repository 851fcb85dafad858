import { describe, expect, test } from 'vitest';
import { problemZh } from '../../../decoder/wording/zh/problems.ts';
import { saidZh } from '../../../decoder/wording/zh/said.ts';

describe('what inputs and files are told to be up to, in Chinese', () => {
  test.each([
    ['eth0 went down', 'eth0 已被停用'],
    [
      'Let /usr/bin/dumpcap capture without root: sudo setcap cap_net_raw=ep /usr/bin/dumpcap',
      '允许 /usr/bin/dumpcap 在非 root 身份下抓包：sudo setcap cap_net_raw=ep /usr/bin/dumpcap',
    ],
    [
      'cannot write to /d/x.pcapng: no space left on device; it holds everything until 2026-11-20 13:02:40 UTC',
      '无法写入 /d/x.pcapng：设备上没有剩余空间；其中完整保存到 2026-11-20 13:02:40 UTC',
    ],
    ['cannot write to x.pcapng: bad file descriptor', '无法写入 x.pcapng：bad file descriptor'],
    [
      'could not write to x: i/o error; packets from 2026-11-20 13:02:40 UTC to 2026-11-20 13:02:50 UTC are missing',
      '曾无法写入 x：输入输出错误；缺少 2026-11-20 13:02:40 UTC 至 2026-11-20 13:02:50 UTC 的数据包',
    ],
  ])('%s', (english, chinese) => {
    expect(saidZh(english)).toBe(chinese);
  });

  test.each(['something nobody foresaw', 'tcpdump: something else: and more', ': ', 'a: b'])(
    '%j is not known and stays as it is',
    (said) => {
      expect(saidZh(said)).toBe(said);
    },
  );
});

test('problems keep the numbers that their code does not tell', () => {
  const truncated = 'the file ends in packet 36: at least 21 of 74 bytes are missing';
  expect(problemZh('truncated', truncated)).toBe('文件在数据包 36 中间结束：74 字节中至少缺少 21 字节');
  const unread = '12 packets of USER0 were counted but not read';
  expect(problemZh('unread-link-type', unread)).toBe('12 个 USER0 数据包已计数，但没有读取');
  expect(problemZh('no-such-code', 'as it is')).toBe('as it is');
});
