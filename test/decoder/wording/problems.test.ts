import { expect, test } from 'vitest';
import { problemZh } from '../../../decoder/wording/zh/problems.ts';

test('problems keep the numbers that their code does not tell', () => {
  const truncated = 'the file ends in packet 36: at least 21 of 74 bytes are missing';
  expect(problemZh('truncated', truncated)).toBe('文件在数据包 36 中间结束：74 字节中至少缺少 21 字节');
  const unread = '12 packets of USER0 were counted but not read';
  expect(problemZh('unread-link-type', unread)).toBe('12 个 USER0 数据包已计数，但没有读取');
  expect(problemZh('no-such-code', 'as it is')).toBe('as it is');
});
