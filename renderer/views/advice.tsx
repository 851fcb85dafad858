import { Fragment } from 'react';
import { adviceParts } from '../model/advice-parts.ts';
import { useWords } from '../shared/words/words.ts';
import { CopyCommand } from './copy-command.tsx';

/** What to check or do next; commands can be copied. */
export function Advice({ advice }: { advice: string }) {
  const { findings, language } = useWords();
  const parts = adviceParts(advice).map((part, index) => ({ ...part, key: `${index} ${part.text}` }));
  return (
    <p className="advice">
      <strong>{findings.next}</strong>
      {language === 'zh' ? '：' : ': '}
      {parts.map(({ key, text, command }) =>
        command ? <CopyCommand key={key} command={text} /> : <Fragment key={key}>{text}</Fragment>,
      )}
    </p>
  );
}
