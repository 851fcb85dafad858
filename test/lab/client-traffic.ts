import type { Namespaces } from './namespaces.ts';

/** The client asks who has an address. */
export async function askFor(namespaces: Namespaces, address: string): Promise<void> {
  const [program = '', ...rest] = address.includes(':')
    ? ['bash', '-c', `ip neigh flush dev eth0; echo > /dev/udp/${address}%eth0/9`]
    : ['arping', '-c', '1', '-w', '1', '-I', 'eth0', address];
  await namespaces.inside('client', program, ...rest).catch(() => '');
}

/** It asks who has the target, and sends it something. */
export async function talkTo(namespaces: Namespaces, target: string): Promise<void> {
  await namespaces
    .inside('client', 'bash', '-c', `ip neigh flush dev eth0; echo hello > /dev/udp/${target}/514`)
    .catch(() => '');
}
