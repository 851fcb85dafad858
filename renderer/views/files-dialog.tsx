import { FilePlus, X } from 'lucide-react';
import { useId } from 'react';
import type { FileKind } from '../../main/host-contract.ts';
import { type Asked, type AskedFile, askedProblem, isNamed, ofKind } from '../model/asked-files.ts';
import { fileName } from '../model/capture-name.ts';
import { useWords } from '../shared/words/words.ts';
import { captureLabel } from './capture-tabs.tsx';
import { Dialog } from './dialog.tsx';
import './files-dialog.css';
import { PathField } from './open-menu.tsx';
import { useApp } from './use-app.ts';

const KINDS: readonly FileKind[] = ['capture', 'configuration', 'included', 'log'];

/** What files are, and whose: asked where their content does not say. */
export function FilesDialog({ asked }: { asked: Asked }) {
  const words = useWords();
  const { files: said } = words;
  const { session, state } = useApp();
  const { files, places, replaces } = asked;
  const replaced = state.captures.find(({ id }) => id === replaces);
  const several = ofKind(files, 'capture').length > 1;
  const problem = askedProblem(asked);
  const ask = (change: Partial<Asked>) => session.dispatch({ kind: 'ask', asked: { ...asked, ...change } });
  const close = () => session.dispatch({ kind: 'ask', asked: null });
  return (
    <Dialog
      name="files"
      className="files-dialog"
      title={replaced ? said.addTo(captureLabel(replaced, words)) : said.open}
      onClose={close}
    >
      <div className="files-form">
        {several && <PlacesChoice places={places} onChange={(next) => ask({ places: next })} />}
        <ul className="files-list" aria-label={said.list}>
          {files.map((file, i) => (
            <FileRow
              // biome-ignore lint/suspicious/noArrayIndexKey: one file may be given twice
              key={`${i} ${file.path}`}
              file={file}
              named={isNamed(file, places && several)}
              onChange={(change) => ask({ files: files.map((one) => (one === file ? { ...one, ...change } : one)) })}
              onRemove={() => ask({ files: files.filter((one) => one !== file) })}
            />
          ))}
        </ul>
        <div className="files-more">
          <button type="button" className="button" disabled={state.lost} onClick={() => session.chooseMore(asked)}>
            <FilePlus size={15} aria-hidden />
            {said.more}
          </button>
          {state.welcome?.abilities.openPaths && <PathField add onPath={(path) => session.askMore(asked, [path])} />}
        </div>
        <div className="files-end">
          <p className="files-problem" role="status">
            {problem === null ? '' : said.problems[problem]}
          </p>
          <button type="button" className="button" onClick={close}>
            {said.cancel}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={problem !== null || state.lost}
            onClick={() => session.openAsked(asked)}
          >
            {replaced ? said.readAgain : said.read}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function PlacesChoice({ places, onChange }: { places: boolean; onChange(places: boolean): void }) {
  const { files: said } = useWords();
  const choices = [
    { value: false, title: said.history, hint: said.historyHint },
    { value: true, title: said.places, hint: said.placesHint },
  ];
  return (
    <fieldset className="files-choice">
      <legend>{said.captures}</legend>
      {choices.map(({ value, title, hint }) => (
        <label key={title}>
          <input type="radio" name="places" checked={places === value} onChange={() => onChange(value)} />
          <span>
            <strong>{title}</strong>
            <span className="files-hint">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface FileRowProps {
  file: AskedFile;
  named: boolean;
  onChange(change: Partial<AskedFile>): void;
  onRemove(): void;
}

function FileRow({ file: { path, kind, name }, named, onChange, onRemove }: FileRowProps) {
  const { files: said } = useWords();
  const label = fileName(path);
  const id = useId();
  return (
    <li className="files-row">
      <span className="files-name" id={id} title={path}>
        {label}
      </span>
      <select
        className="input"
        aria-label={said.kindOf(label)}
        value={kind}
        onChange={({ target }) => onChange({ kind: KINDS.find((one) => one === target.value) ?? 'unknown' })}
      >
        {kind === 'unknown' && <option value="unknown">{said.kinds.unknown}</option>}
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {said.kinds[one]}
          </option>
        ))}
      </select>
      {named ? (
        <input
          className="input"
          aria-label={said.nameOf(label)}
          placeholder={kind === 'capture' ? said.place : said.node}
          value={name}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      ) : (
        <span />
      )}
      <button type="button" className="button icon quiet" aria-label={said.remove(label)} onClick={onRemove}>
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}
