import { LANGUAGES } from '../../decoder/wording/language.ts';
import type { Beside, CaptureSet, NamedFile, Settings } from '../host-contract.ts';

export interface WindowBounds {
  x: number;
  y: number;
  width: number;
  height: number;
  maximized: boolean;
}

export interface KeptSettings {
  settings: Settings;
  window: WindowBounds | null;
}

export const DEFAULT_SETTINGS: Settings = { language: null, theme: 'system', times: 'local', recent: [] };

export const THEMES = ['system', 'light', 'dark'] as const;
export const TIMES = ['utc', 'local', 'relative'] as const;
const MOST_RECENT = 12;

/** Null if the text is not of a settings file at all; a value in it that makes no sense becomes the default. */
export function keptSettingsFrom(text: string): KeptSettings | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return null;
    return { settings: settingsFrom(value, DEFAULT_SETTINGS), window: windowFrom(value.window) };
  } catch {
    return null;
  }
}

/** The settings in `value`, and those of `otherwise` where it has none that make sense. */
export function settingsFrom(value: { readonly [K in keyof Settings]?: unknown }, otherwise: Settings): Settings {
  return {
    language: value.language === null ? null : oneOf(LANGUAGES, value.language, otherwise.language),
    theme: oneOf(THEMES, value.theme, otherwise.theme),
    times: oneOf(TIMES, value.times, otherwise.times),
    recent: Array.isArray(value.recent) ? recentFrom(value.recent) : otherwise.recent,
  };
}

function recentFrom(values: readonly unknown[]): CaptureSet[] {
  const known = new Map<string, CaptureSet>();
  for (const value of values) {
    const set = captureSetFrom(value);
    const key = JSON.stringify(set);
    if (set && !known.has(key)) known.set(key, set);
  }
  return [...known.values()].slice(0, MOST_RECENT);
}

/** Paths alone are what earlier versions kept. */
export function captureSetFrom(value: unknown): CaptureSet | null {
  if (isPaths(value)) return { paths: [...value], beside: null };
  if (!isRecord(value) || !isPaths(value.paths)) return null;
  return { paths: [...value.paths], beside: besideFrom(value.beside) };
}

export function besideFrom(value: unknown): Beside | null {
  if (!isRecord(value)) return null;
  const files = (list: unknown) => (Array.isArray(list) ? list.filter(isNamedFile) : []);
  const views = isPaths(value.views) ? value.views : [];
  return {
    views: [...views],
    configurations: files(value.configurations).map(({ name, path }) => ({ name, path })),
    logs: files(value.logs).map(({ name, path }) => ({ name, path })),
  };
}

function isNamedFile(value: unknown): value is NamedFile {
  return isRecord(value) && typeof value.name === 'string' && typeof value.path === 'string' && value.path !== '';
}

function windowFrom(value: unknown): WindowBounds | null {
  if (!isRecord(value)) return null;
  const { x, y, width, height, maximized } = value;
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return null;
  return { x, y, width, height, maximized: maximized === true };
}

function oneOf<Allowed, Otherwise>(allowed: readonly Allowed[], value: unknown, otherwise: Otherwise) {
  return allowed.find((one) => one === value) ?? otherwise;
}

function isPaths(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((path) => typeof path === 'string' && path !== '');
}

function isPixels(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
