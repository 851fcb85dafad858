import { readFileSync } from 'node:fs';

/** As the kernel shows those who are nobody here. */
const NOBODY = { uid: 65_534, gid: 65_534 };

interface Account {
  uid: number;
  gid: number;
}

/** Becomes the user who called sudo, or nobody, for good: with root all capabilities go. Does nothing for others. */
export function giveUpRoot(): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = callerOfSudo() ?? nobody();
  process.setgroups?.([]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

function callerOfSudo(): Account | null {
  const uid = Number(process.env.SUDO_UID);
  const gid = Number(process.env.SUDO_GID);
  return uid > 0 && gid > 0 ? { uid, gid } : null;
}

function nobody(): Account {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((one) => one.startsWith('nobody:'));
    const [, , uid, gid] = (line ?? '').split(':').map(Number);
    return uid && gid ? { uid, gid } : NOBODY;
  } catch {
    return NOBODY;
  }
}
