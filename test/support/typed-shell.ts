import { spawn } from 'node:child_process';

/** Those that wait for what is typed, without the settings of this machine. */
const SHELLS = {
  bash: { command: 'bash --norc -i', setUp: '' },
  zsh: { command: 'zsh -f -i', setUp: 'PS1=; autoload -Uz compinit; compinit -D -u; ' },
};

/** What `vrrpscope` would be called with when each line is typed, a tab and then an x behind it. */
export async function completeByTyping(
  shell: keyof typeof SHELLS,
  { script, folder, lines }: { script: string; folder: string; lines: readonly string[] },
): Promise<string[]> {
  const { command, setUp } = SHELLS[shell];
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const ready = `${setUp}vrrpscope() { printf 'CALLED:%s\\n' "$*"; }; source '${script}'\n`;
  child.stdin.end(`${ready}${lines.map((line) => `vrrpscope ${line}\tx\n`).join('')}exit\n`);
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return [...shown.matchAll(/CALLED:([^%\r\n]*)\r/g)].map(([, words = '']) => words);
}
