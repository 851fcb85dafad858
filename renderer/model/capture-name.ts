/** The last part of a path, as both kinds of systems write them; `-` is standard input. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
