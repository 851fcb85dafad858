import type { LoggedState } from '../../model/logged-lines.ts';
import type { Cluster } from '../../model/thinning.ts';
import { round } from './bar-paths.ts';

/** keepalived's own words: MASTER, BACKUP, FAULT. */
const LETTERS: Record<LoggedState['kind'], string> = { master: 'M', backup: 'B', fault: 'F' };
const SIZE = 13;

/** States that a log has a node enter, at the foot of its lane; of several the last, unless one contradicts the packets. */
export function LoggedStates({ states, y }: { states: readonly Cluster<LoggedState>[]; y: number }) {
  const top = y + 26 - SIZE / 2 + 1.5;
  return (
    <g>
      {states.map(({ x, members }) => {
        const state = members.find(({ contradiction }) => contradiction !== null) ?? members.at(-1);
        if (!state) return null;
        const look = state.contradiction !== null ? 'is-contradicted' : `is-${state.kind}`;
        return (
          <g
            key={`${state.line} ${x}`}
            className={state.isPlaced ? `log-mark ${look}` : `log-mark ${look} is-own-clock`}
          >
            <path className="log-stem" d={`M${round(x)} ${y + 2}V${top}`} />
            <rect x={round(x - SIZE / 2)} y={top} width={SIZE} height={SIZE} rx={state.kind === 'master' ? 3 : 6.5} />
            <text x={round(x)} y={top + 10} textAnchor="middle">
              {LETTERS[state.kind]}
            </text>
            {members.length > 1 && (
              <text className="small halo" x={round(x) + 9} y={top + 10}>
                {members.length}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
