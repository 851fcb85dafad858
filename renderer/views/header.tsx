import { Check, ChevronDown, Download, FolderOpen, Keyboard, Languages, Monitor, Moon, Radio, Sun } from 'lucide-react';
import { LANGUAGES, type Language } from '../../decoder/wording/language.ts';
import type { Settings } from '../../main/host-contract.ts';
import { zoneOf } from '../shared/time-format.ts';
import { useWords } from '../shared/words/words.ts';
import { CaptureTabs } from './capture-tabs.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { OpenMenu } from './open-menu.tsx';
import { ProductMark } from './product-mark.tsx';
import { useApp, useCapture } from './use-app.ts';
import { useSaving } from './use-saving.ts';

const TIMES: readonly Settings['times'][] = ['utc', 'local', 'relative'];
const THEMES = { system: Monitor, light: Sun, dark: Moon } as const;
const THEME_NAMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];
const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', zh: '简体中文' };

export function Header({ onShortcuts }: { onShortcuts(): void }) {
  const words = useWords();
  const { session, state } = useApp();
  const abilities = state.welcome?.abilities;
  return (
    <header className="header" data-region tabIndex={-1}>
      <ProductMark />
      <CaptureTabs />
      {abilities?.open && (
        <div className="open-group">
          <button type="button" className="button" onClick={() => session.chooseAndOpen()} disabled={state.lost}>
            <FolderOpen size={15} aria-hidden />
            <span className="button-text">{words.header.open}</span>
          </button>
          <OpenMenu />
        </div>
      )}
      {abilities?.live && (
        <button
          type="button"
          className="button"
          title={words.live.listenHint}
          disabled={state.lost}
          onClick={() => session.dispatch({ kind: 'choosing', choosing: true })}
        >
          <Radio size={15} aria-hidden />
          <span className="button-text">{words.live.listen}</span>
        </button>
      )}
      <div className="header-space" />
      <TimesSwitch />
      <SaveMenu />
      <LanguageMenu />
      <ThemeMenu />
      <button
        type="button"
        className="button icon quiet"
        aria-label={words.header.shortcuts}
        title={`${words.header.shortcuts} (?)`}
        onClick={onShortcuts}
      >
        <Keyboard size={16} aria-hidden />
      </button>
    </header>
  );
}

function TimesSwitch() {
  const { session, state } = useApp();
  const { header } = useWords();
  const { report } = useCapture().view;
  const zone = zoneOf(report?.start ?? Date.now() / 1000, 'local');
  return (
    <fieldset className="segments">
      <legend className="hidden">{header.times}</legend>
      {TIMES.map((times) => (
        <label key={times} className="segment" title={times === 'local' ? zone : undefined}>
          <input
            type="radio"
            name="times"
            checked={state.settings.times === times}
            onChange={() => session.changeSettings({ times })}
          />
          <span>{header[times]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function SaveMenu() {
  const { header } = useWords();
  const { forms, save, saving } = useSaving();
  if (forms.length === 0) return null;
  const button = (
    <>
      <Download size={15} aria-hidden />
      <span className="button-text">{header.save}</span>
      <ChevronDown size={13} aria-hidden />
    </>
  );
  return (
    <Menu label={header.save} button={button} disabled={saving}>
      {(close) =>
        forms.map((form) => (
          <MenuItem
            key={form}
            onChoose={() => {
              close();
              save(form);
            }}
          >
            {header.saveForms[form]}
          </MenuItem>
        ))
      }
    </Menu>
  );
}

function LanguageMenu() {
  const { session } = useApp();
  const { header, language } = useWords();
  return (
    <Menu label={header.language} className="button icon quiet" button={<Languages size={16} aria-hidden />}>
      {(close) =>
        LANGUAGES.map((one) => (
          <MenuItem
            key={one}
            chosen={language === one}
            icon={language === one && <Check size={14} aria-hidden />}
            onChoose={() => {
              close();
              session.changeSettings({ language: one });
            }}
          >
            <span lang={one}>{LANGUAGE_NAMES[one]}</span>
          </MenuItem>
        ))
      }
    </Menu>
  );
}

function ThemeMenu() {
  const { session, state } = useApp();
  const { header } = useWords();
  const chosen = state.settings.theme;
  const Icon = THEMES[chosen];
  return (
    <Menu label={header.theme} className="button icon quiet" button={<Icon size={16} aria-hidden />}>
      {(close) =>
        THEME_NAMES.map((theme) => (
          <MenuItem
            key={theme}
            chosen={chosen === theme}
            icon={chosen === theme && <Check size={14} aria-hidden />}
            onChoose={() => {
              close();
              session.changeSettings({ theme });
            }}
          >
            {header.themes[theme]}
          </MenuItem>
        ))
      }
    </Menu>
  );
}
