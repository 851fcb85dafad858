import { escapeControls } from '../../decoder/wording/escape-controls.ts';

/** The last part of a path, as both kinds of systems write them, safe to show; `-` is standard input. */
export function fileName(path: string): string {
  return escapeControls(path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
}
