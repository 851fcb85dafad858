/** What the charts say. */
export const chartWordsEn = {
  priority: 'Priority',
};

export type ChartWords = typeof chartWordsEn;
