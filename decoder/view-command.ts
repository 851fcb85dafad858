/** What to type to read captures as views: each is called as its file is, where that tells them apart. */
export function viewCommand(sources: readonly string[]): string {
  const names = sources.map(viewNameOf);
  const areTelling = names.every((name, index) => name !== '' && names.indexOf(name) === index);
  const views = sources.map((source, index) => {
    return `--view ${shellWord(`${areTelling ? names[index] : `view${index + 1}`}=${source}`)}`;
  });
  return `vrrpscope report ${views.join(' ')}`;
}

/** What is left of a path as the name of a place; may be empty. */
export function viewNameOf(path: string): string {
  const [base = ''] = /[^/\\]*$/.exec(path) ?? [];
  return base.replace(/\..*$/, '').replace(/[^\w-]/g, '');
}

/** As it stands between single quotes of a shell. */
export function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function shellWord(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${quoted(text)}'`;
}
