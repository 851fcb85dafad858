import type { Report } from '../../decoder/report.ts';
import { fileName } from './capture-name.ts';

/** A text with configuration files by their names: where they lie is told in the panel of configurations. */
export function shortPaths(text: string, { configurations = [] }: Pick<Report, 'configurations'>): string {
  const files = configurations.flatMap((configuration) => configuration.files);
  // Of one that is the beginning of another, the longer first
  const longest = files.sort((a, b) => b.length - a.length);
  return longest.reduce((told, file) => told.replaceAll(file, () => fileName(file)), text);
}
