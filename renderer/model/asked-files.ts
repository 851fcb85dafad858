import type { Beside, CaptureId, CaptureSet, FileKind } from '../../main/host-contract.ts';
import { fileName } from './capture-name.ts';

/** A file that is to be read, and what it is taken for. */
export interface AskedFile {
  path: string;
  kind: FileKind;
  /** Of the node or place; the name that the person gives it. */
  name: string;
}

/** What a person is asked about files before they are read. */
export interface Asked {
  /** The open capture that is read again with them; null opens another. */
  replaces: CaptureId | null;
  files: readonly AskedFile[];
  /** The captures were made at the same time in different places. */
  places: boolean;
}

const SUFFIX = /(?:\.(?:pcapng|pcap|cap|conf|cfg|log|txt|json|export|gz|zst|\d+))+$/i;
/** What says nothing about whose a file is. */
const COMMON = /(?:^|[-_.])(?:keepalived|vrrp|messages|syslog|journal|capture)(?=$|[-_.])/gi;

/** `lb01` of `/tmp/lb01-keepalived.conf`, and of `/tmp/lb01/keepalived.conf`. */
export function nodeNameOf(path: string): string {
  const own = telling(fileName(path).replace(SUFFIX, ''));
  if (own !== '') return own;
  const folder = path.split(/[/\\]/).at(-2) ?? '';
  // A folder that was made for an upload
  return folder.startsWith('-') ? '' : telling(folder);
}

function telling(text: string): string {
  return text.replace(COMMON, '').replace(/^[-_.]+|[-_.]+$/g, '');
}

export function askedFiles(paths: readonly string[], kinds: readonly FileKind[]): AskedFile[] {
  return paths.map((path, i) => ({ path, kind: kinds[i] ?? 'unknown', name: nodeNameOf(path) }));
}

/** With more files it may turn out that one is a part of another; what a person chose otherwise stays. */
export function knownIncluded(files: readonly AskedFile[], kinds: readonly FileKind[]): AskedFile[] {
  return files.map((file, i) => {
    const mayBe = file.kind === 'configuration' || file.kind === 'unknown';
    return mayBe && kinds[i] === 'included' ? { ...file, kind: 'included' } : file;
  });
}

/** The files of what is read already. */
export function filesOfSet({ paths, beside }: CaptureSet): AskedFile[] {
  const captures = paths.map((path, i): AskedFile => {
    return { path, kind: 'capture', name: beside?.views[i] ?? nodeNameOf(path) };
  });
  const configurations = beside?.configurations.map((file): AskedFile => ({ ...file, kind: 'configuration' })) ?? [];
  const logs = beside?.logs.map((file): AskedFile => ({ ...file, kind: 'log' })) ?? [];
  return [...captures, ...configurations, ...logs];
}

/** The file that others are sent beside: they may be included by it. */
export function firstOf(files: readonly AskedFile[]): string | undefined {
  return (files.find(({ kind }) => kind === 'configuration') ?? files[0])?.path;
}

/** Captures of nodes that configurations or logs are of, too, are of different places. */
export function arePlaces(files: readonly AskedFile[]): boolean {
  const names = ofKind(files, 'capture').map(({ name }) => name);
  const nodes = new Set(files.filter(({ kind }) => kind === 'configuration' || kind === 'log').map(({ name }) => name));
  return new Set(names).size > 1 && names.every((name) => name !== '' && nodes.has(name));
}

/** A single capture leaves nothing to ask; what cannot be told is said by reading it. */
export function isPlain(files: readonly AskedFile[]): boolean {
  return files.length === 1 && files.every(({ kind }) => kind === 'capture' || kind === 'unknown');
}

export type AskedProblem = 'no-capture' | 'unknown-kind' | 'no-name' | 'name-twice' | 'one-place';

/** Why files cannot be read so; null where they can. */
export function askedProblem({ files, places }: Asked): AskedProblem | null {
  const captures = ofKind(files, 'capture');
  if (captures.length === 0) return 'no-capture';
  if (files.some(({ kind }) => kind === 'unknown')) return 'unknown-kind';
  if (files.some((file) => isNamed(file, places && captures.length > 1) && file.name.trim() === '')) return 'no-name';
  if (hasTwice(ofKind(files, 'configuration')) || hasTwice(ofKind(files, 'log'))) return 'name-twice';
  const isOnePlace = new Set(captures.map(({ name }) => name.trim())).size === 1;
  return places && captures.length > 1 && isOnePlace ? 'one-place' : null;
}

/** Whether a name is asked for. */
export function isNamed({ kind }: AskedFile, places: boolean): boolean {
  return kind === 'configuration' || kind === 'log' || (kind === 'capture' && places);
}

export function setOf({ files, places }: Asked): CaptureSet {
  const captures = ofKind(files, 'capture');
  const named = (kind: FileKind) => ofKind(files, kind).map(({ name, path }) => ({ name: name.trim(), path }));
  const beside: Beside = {
    views: places && captures.length > 1 ? captures.map(({ name }) => name.trim()) : [],
    configurations: named('configuration'),
    logs: named('log'),
  };
  const isEmpty = [beside.views, beside.configurations, beside.logs].every(({ length }) => length === 0);
  return { paths: captures.map(({ path }) => path), beside: isEmpty ? null : beside };
}

export function ofKind(files: readonly AskedFile[], kind: FileKind): AskedFile[] {
  return files.filter((file) => file.kind === kind);
}

function hasTwice(files: readonly AskedFile[]): boolean {
  return new Set(files.map(({ name }) => name.trim())).size < files.length;
}
