import { ChevronDown, FilePlus, History } from 'lucide-react';
import type { CaptureSet } from '../../main/host-contract.ts';
import { filesOfSet } from '../model/asked-files.ts';
import { fileName } from '../model/capture-name.ts';
import { useWords } from '../shared/words/words.ts';
import { Menu, MenuItem } from './menu.tsx';
import { useApp, useCapture } from './use-app.ts';

/** Recent files, and a path where files are those of another machine. */
export function OpenMenu() {
  const { session, state } = useApp();
  const { header } = useWords();
  const { status } = useCapture();
  const { recent } = state.settings;
  return (
    <Menu
      label={header.openMore}
      className="button icon"
      disabled={state.lost}
      button={<ChevronDown size={13} aria-hidden />}
    >
      {(close) => (
        <>
          {status?.live === null && (
            <MenuItem
              icon={<FilePlus size={14} aria-hidden />}
              onChoose={() => {
                close();
                session.chooseAndAdd(status);
              }}
            >
              {header.add}
            </MenuItem>
          )}
          {state.welcome?.abilities.openPaths && (
            <PathField
              onPath={(path) => {
                close();
                session.openPath(path);
              }}
            />
          )}
          <p className="menu-title">{recent.length === 0 ? header.noRecent : header.recent}</p>
          {recent.map((set) => (
            <MenuItem
              key={JSON.stringify(set)}
              title={filesOfSet(set)
                .map(({ path }) => path)
                .join('\n')}
              icon={<History size={14} aria-hidden />}
              onChoose={() => {
                close();
                session.open(set);
              }}
            >
              <RecentName set={set} />
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  );
}

export function RecentName({ set }: { set: CaptureSet }) {
  const { header } = useWords();
  const [first = '', ...more] = filesOfSet(set).map(({ path }) => path);
  const name = fileName(first);
  const folder = first.slice(0, first.length - name.length);
  return (
    <span className="recent-name">
      <span>{more.length === 0 ? name : header.andMore(name, more.length)}</span>
      <span className="recent-folder">{folder}</span>
    </span>
  );
}

interface PathFieldProps {
  onPath(path: string): void;
  /** The path is added to others, and the next one may follow. */
  add?: boolean;
}

export function PathField({ onPath, add = false }: PathFieldProps) {
  const { header } = useWords();
  return (
    <form
      className="path-field"
      action={(data) => {
        const path = data.get('path');
        if (typeof path === 'string' && path.trim() !== '') onPath(path.trim());
      }}
    >
      <input
        name="path"
        className="input"
        aria-label={header.path}
        placeholder={header.path}
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className="button">
        {add ? header.addPath : header.openPath}
      </button>
    </form>
  );
}
