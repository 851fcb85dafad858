import { ChevronDown, History } from 'lucide-react';
import { fileName } from '../model/capture-name.ts';
import { useWords } from '../shared/words/words.ts';
import { Menu, MenuItem } from './menu.tsx';
import { useApp } from './use-app.ts';

/** Recent files, and a path where files are those of another machine. */
export function OpenMenu() {
  const { session, state } = useApp();
  const { header } = useWords();
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
          {state.welcome?.abilities.openPaths && <PathField onDone={close} />}
          <p className="menu-title">{recent.length === 0 ? header.noRecent : header.recent}</p>
          {recent.map((paths) => (
            <MenuItem
              key={paths.join('\n')}
              title={paths.join('\n')}
              icon={<History size={14} aria-hidden />}
              onChoose={() => {
                close();
                session.open(paths);
              }}
            >
              <RecentName paths={paths} />
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  );
}

export function RecentName({ paths }: { paths: readonly string[] }) {
  const { header } = useWords();
  const [first = '', ...more] = paths;
  const name = fileName(first);
  const folder = first.slice(0, first.length - name.length);
  return (
    <span className="recent-name">
      <span>{more.length === 0 ? name : header.andMore(name, more.length)}</span>
      <span className="recent-folder">{folder}</span>
    </span>
  );
}

export function PathField({ onDone }: { onDone(): void }) {
  const { session } = useApp();
  const { header } = useWords();
  return (
    <form
      className="path-field"
      action={(data) => {
        const path = data.get('path');
        if (typeof path !== 'string' || path.trim() === '') return;
        onDone();
        session.open([path.trim()]);
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
        {header.openPath}
      </button>
    </form>
  );
}
