import { spawnSync } from 'node:child_process';

/** Whether a program to compare with is installed. Without it the comparison is skipped aloud, or fails if peers are required. */
export function hasPeer(program: string, debianPackage: string): boolean {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return true;
  const message = `${program} is not installed (Debian package ${debianPackage}): not compared with it`;
  if (process.env.VRRPSCOPE_REQUIRE_PEERS) throw new Error(message);
  console.warn(`SKIPPED: ${message}`);
  return false;
}
