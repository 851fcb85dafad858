import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../shared/words/words.ts';
import { useApp } from './use-app.ts';

/** Files can be dropped anywhere; while they hover, the window says so. */
export function DropOverlay() {
  const { states } = useWords();
  const { session } = useApp();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hold = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      const files = Array.from(event.dataTransfer?.files ?? []);
      if (files.length === 0) return;
      event.preventDefault();
      session.openDropped(files);
    };
    window.addEventListener('dragenter', hold);
    window.addEventListener('dragover', hold);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', hold);
      window.removeEventListener('dragover', hold);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [session]);
  if (!over) return null;
  return (
    <div className="drop-overlay" role="status">
      <div className="drop-target">
        <FileDown size={40} aria-hidden className="drop-icon" />
        <p className="drop-title">{states.drop}</p>
        <p>{states.dropSeveral}</p>
      </div>
    </div>
  );
}
