import type { CaptureProcess } from './capture-process.ts';
import { type Chosen, choice } from './chosen.ts';
import { askFor, talkTo } from './client-traffic.ts';
import { routers } from './cluster.ts';
import { now } from './keepalived-process.ts';
import { sendFrames } from './raw-frames.ts';
import { RouterStage } from './router-stage.ts';
import type { FaultKind } from './truth.ts';

/** Where packets are lost: at the switch port behind the capture point, in front of it, or in the node's own firewall. */
export type DropPlace = 'behind-capture' | 'before-capture' | 'host';

/** What a scenario can do to its cluster: to its routers, to what is between them, and to what captures them. */
export class Stage extends RouterStage {
  /** Set before anything is played. */
  capture: CaptureProcess | null = null;
  #tables = 0;

  /** The switch end goes down; the node loses its carrier. */
  async linkDown(name: string, seconds: number, nic = 'eth0'): Promise<void> {
    const fault = this.note('link-down', name, nic);
    const port = this.namespaces.port(name, nic);
    await this.namespaces.inside('sw', 'ip', 'link', 'set', port, 'down');
    await this.wait(seconds);
    fault.end = now();
    await this.namespaces.inside('sw', 'ip', 'link', 'set', port, 'up');
  }

  /**
   * Loses advertisements on their way to or from a node, until the returned function is called.
   * All of them by default; else `percent` at random, or the `first` few.
   */
  async drop(
    direction: 'to' | 'from',
    name: string,
    place: DropPlace,
    options: Chosen = {},
  ): Promise<() => Promise<void>> {
    const chosen = choice(options);
    const kind = direction === 'to' ? 'drop-to' : 'drop-from';
    const rules = [`ip protocol 112 ${chosen} drop`, `ip6 nexthdr 112 ${chosen} drop`];
    const detail = [place, chosen].join(' ').trim();
    return this.filter(kind, name, detail, rules, { direction, isHost: place === 'host' });
  }

  /** Something on the way from a node changes its advertisements, before they are captured. `change` is nft's. */
  mangle(name: string, change: string, options: Chosen = {}): Promise<() => Promise<void>> {
    const chosen = choice(options);
    const rule = `ip protocol 112 ${chosen} ${change}`;
    return this.filter('mangle', name, `${change} ${chosen}`.trim(), [rule], { direction: 'from', isHost: false });
  }

  /** Lays nftables rules on what goes to or from a node, at its switch port or on itself, until the returned function is called. */
  async filter(
    kind: FaultKind,
    name: string,
    detail: string,
    rules: string[],
    { direction, isHost }: { direction: 'to' | 'from'; isHost: boolean },
  ): Promise<() => Promise<void>> {
    const table = `fault${++this.#tables}`;
    const port = this.namespaces.port(name, 'eth0');
    const hook = isHost
      ? `hook ${direction === 'to' ? 'input' : 'output'} priority 0;`
      : `hook ${direction === 'to' ? 'egress' : 'ingress'} device "${port}" priority 0;`;
    const where = isHost ? name : 'sw';
    const family = isHost ? 'inet' : 'netdev';
    const chain = `chain rules { type filter ${hook}\n${rules.join('\n')}\n}`;
    await this.namespaces.nft(where, `table ${family} ${table} {\n${chain}\n}\n`);
    const fault = this.note(kind, name, detail);
    return async () => {
      await this.namespaces.nft(where, `delete table ${family} ${table}\n`);
      fault.end = now();
    };
  }

  /** From now on the kernel answers no ARP, though the addresses are there (arp_ignore 8). */
  async answerNothing(name: string): Promise<void> {
    this.note('no-answers', name, 'arp_ignore 8');
    await this.namespaces.inside(name, 'sysctl', '-qw', 'net.ipv4.conf.all.arp_ignore=8');
  }

  /** The address of somebody else, set by hand; of IPv4 announced as scripts that set up an interface do. */
  async takeAddress(name: string, address: string): Promise<void> {
    this.note('taken-address', name, address);
    if (address.includes(':')) {
      await this.namespaces.inside(name, 'ip', 'address', 'add', `${address}/64`, 'dev', 'eth0', 'nodad');
      return;
    }
    await this.namespaces.inside(name, 'ip', 'address', 'add', `${address}/32`, 'dev', 'eth0');
    await this.namespaces.inside(name, 'arping', '-U', '-c', '2', '-I', 'eth0', address);
  }

  /** Duplicate address detection: the client asks, in nobody's name, whether the address is taken. */
  async probe(address: string): Promise<void> {
    await this.namespaces.inside('client', 'arping', '-D', '-c', '3', '-I', 'eth0', address).catch(() => '');
  }

  /** A cable between two segments that should not be there. */
  async joinSegments(one: string, other: string): Promise<void> {
    this.note('joined-segments', 'sw', `${one} and ${other}`);
    await this.namespaces.inside('sw', 'ip', 'link', 'add', 'leak0', 'type', 'veth', 'peer', 'name', 'leak1');
    await this.namespaces.inside('sw', 'ip', 'link', 'set', 'leak0', 'master', `br-${one}`, 'up');
    await this.namespaces.inside('sw', 'ip', 'link', 'set', 'leak1', 'master', `br-${other}`, 'up');
  }

  /** Frames that no daemon of the lab sends, out of a node's first interface; `pause` seconds apart. */
  async inject(name: string, frames: Iterable<Uint8Array>, pause: number): Promise<void> {
    const fault = this.note('inject', name, 'raw socket');
    await sendFrames(this.namespaces, name, frames, pause);
    fault.end = now();
  }

  /** The switch sends what comes in at the node's port out of it again. */
  async reflect(name: string): Promise<() => Promise<void>> {
    const fault = this.note('reflect', name, 'hairpin at its port');
    const hairpin = (value: 'on' | 'off') =>
      this.namespaces.inside(
        'sw',
        'bridge',
        'link',
        'set',
        'dev',
        this.namespaces.port(name, 'eth0'),
        'hairpin',
        value,
      );
    await hairpin('on');
    return async () => {
      await hairpin('off');
      fault.end = now();
    };
  }

  /** The client asks who has the address, and sees who answers. */
  async ask(address: string, times = 3): Promise<void> {
    for (let asked = 0; asked < times; asked++) {
      await askFor(this.namespaces, address);
      await this.wait(0.4);
    }
  }

  /** Everyday traffic that is none of our business, for as long. */
  async chatter(seconds: number): Promise<void> {
    const target = routers(this.cluster)[0]?.interfaces[0]?.address ?? '';
    const until = now() + seconds;
    while (now() < until) {
      await talkTo(this.namespaces, target);
      await this.wait(1.1);
    }
  }
}
