import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../shared/words/words.ts';

const SHOWN_FOR = 1600;

/** A command; a click copies it. */
export function CopyCommand({ command }: { command: string }) {
  const { findings } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    copyText(command).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" className="command" title={copied ? findings.copied : findings.copy} onClick={copy}>
      <code>{command}</code>
      {copied ? <Check size={12} aria-label={findings.copied} /> : <Copy size={12} aria-label={findings.copy} />}
    </button>
  );
}

/** Files and plain HTTP have no clipboard API; there a selection is copied. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('The clipboard cannot be written.');
}
