/** What everything around the charts says. */
export const panelWordsEn = {
  findings: 'Findings',
};

export type PanelWords = typeof panelWordsEn;
