import { spawnSync } from 'node:child_process';

/** Where Debian keeps each program. */
const PACKAGES: Record<string, string> = {
  zstd: 'zstd',
  tcpdump: 'tcpdump',
  capinfos: 'wireshark-common',
  editcap: 'wireshark-common',
  mergecap: 'wireshark-common',
  tshark: 'tshark',
};

/** Skips the test, aloud, where a program is missing; fails where VRRPSCOPE_REQUIRE_PEERS is set. */
export function requirePeer(program: string, skip: (note: string) => void): void {
  if (spawnSync(program, ['--version']).error === undefined) return;
  const note = `${program} is missing: install the package ${PACKAGES[program] ?? program}`;
  if (process.env.VRRPSCOPE_REQUIRE_PEERS) throw new Error(note);
  console.warn(`skipped: ${note}`);
  skip(note);
}
