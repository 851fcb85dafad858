import type { Severity } from '../../decoder/report.ts';
import { useWords } from '../shared/words/words.ts';

const SHAPES: Record<Severity, string> = {
  critical: 'M8 1.2 14 4.6v6.8L8 14.8 2 11.4V4.6Z',
  warning: 'M8 1.6 15 14H1Z',
  info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2Z',
};

/** A shape and a colour for each severity. */
export function SeverityMark({ severity, size = 14 }: { severity: Severity; size?: number }) {
  const words = useWords();
  return (
    <svg
      className={`severity-mark ${severity}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={words.severity[severity]}
    >
      <path d={SHAPES[severity]} />
    </svg>
  );
}
