import type { ChartWords } from './charts-en.ts';

export const chartWordsZh: ChartWords = {
  priority: '优先级',
};
