import type { PanelWords } from './panels-en.ts';

export const panelWordsZh: PanelWords = {
  findings: '发现',
};
