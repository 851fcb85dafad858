import { spawnSync } from 'node:child_process';

/** Where Debian keeps each program. */
const PACKAGES: Record<string, string> = {
  zstd: 'zstd',
  lz4: 'lz4',
  tcpdump: 'tcpdump',
  capinfos: 'wireshark-common',
  editcap: 'wireshark-common',
  mergecap: 'wireshark-common',
  tshark: 'tshark',
  chromium: 'chromium',
  'firefox-esr': 'firefox-esr',
  dumpcap: 'wireshark-common',
  promtool: 'prometheus',
  keepalived: 'keepalived',
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  script: 'bsdutils',
  man: 'man-db',
  lexgrog: 'man-db',
  mandoc: 'mandoc',
};

/** Whether a program to compare with is installed: if not, says so aloud, and throws where VRRPSCOPE_REQUIRE_PEERS is set. */
export function hasPeer(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined || skipAloud(missing(program));
}

/** The same of a Node.js of another version. */
export function hasNode(major: number, path: string | null): boolean {
  return path !== null || skipAloud(`Node.js ${major} is missing: npx -y -p node@${major} node --version fetches it`);
}

function skipAloud(note: string): false {
  if (process.env.VRRPSCOPE_REQUIRE_PEERS) throw new Error(note);
  console.warn(`skipped: ${note}`);
  return false;
}

/** Skips the test where the program is missing. */
export function requirePeer(program: string, skip: (note: string) => void): void {
  if (!hasPeer(program)) skip(missing(program));
}

function missing(program: string): string {
  return `${program} is missing: install Debian's package ${PACKAGES[program] ?? program}`;
}
