import { Check, CircleSlash2 } from 'lucide-react';
import type { CaptureTool } from '../../main/live/live-contract.ts';
import { useWords } from '../shared/words/words.ts';
import { CopyCommand } from './copy-command.tsx';

/** What packets are captured with, and what is missing of it. */
export function CapturePrograms({ tools }: { tools: readonly CaptureTool[] }) {
  const { live } = useWords();
  const used = tools.find(({ state }) => state === 'ready');
  const helps = tools.some(({ command }) => command !== null);
  return (
    <section className="programs" aria-labelledby="programs-title">
      <h3 className="side-title" id="programs-title">
        {live.programs}
      </h3>
      {!used && <p className="programs-none">{helps ? live.noneReady : live.noneReadyAtAll}</p>}
      <ul className="program-list">
        {tools.map((tool) => (
          <li key={tool.via} className="program" data-state={tool.state}>
            {tool.state === 'ready' ? <Check size={14} aria-hidden /> : <CircleSlash2 size={14} aria-hidden />}
            <div className="program-text">
              <p>
                <strong>{live.via[tool.via]}</strong> <span className="soft">{stateOf(tool, tool === used, live)}</span>
              </p>
              {/* Where one is ready, nobody has to do anything about the others */}
              {!used && tool.command !== null && <CopyCommand command={tool.command} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf({ state, reason }: CaptureTool, used: boolean, live: ReturnType<typeof useWords>['live']): string {
  if (used) return live.used;
  return reason === null ? live.states[state] : live.trouble(reason);
}
