import type { Draw } from './draw.ts';

/** The machines, wires and configurations of one scenario. */
export interface Cluster {
  segments: Segment[];
  nodes: Node[];
  capture: CaptureMethod;
}

/** One bridge. Its VLAN tag is put on afterwards, as a trunk's mirror port would show it. */
export interface Segment {
  name: string;
  vlan: number | null;
}

export type CaptureMethod =
  | {
      point: 'bridge';
      tool: 'dumpcap' | 'tcpdump' | 'tcpdump-nano';
      ring?: boolean;
      spoilt?: Spoilt;
      disturbed?: boolean;
    }
  | { point: 'node'; node: string; tool: 'tcpdump' }
  | { point: 'nodes'; views: NodeView[]; tool: 'tcpdump' };

/** What is done to the file of tcpdump afterwards: its clock is set back before the last third, or packets close in time change places. */
export type Spoilt = 'clock-back' | 'out-of-order';

/** A capture on one of several nodes; its clock is set wrong afterwards, as clocks of machines are. */
export interface NodeView {
  node: string;
  /** Which says what the node sent itself; a capture on its one interface does not. */
  interface: 'any' | 'eth0';
  /** Seconds by which its clock is ahead when the capture begins, and parts per million by which it runs too fast. */
  ahead: number;
  drift: number;
}

/** Captures on both nodes of a pair, the clock of the second off by hours and drifting. */
export function onBothNodes(draw: Draw): Extract<CaptureMethod, { point: 'nodes' }> {
  const where = draw.pick<'any' | 'eth0'>('any', 'eth0');
  const sign = draw.pick(-1, 1);
  const wrong = { ahead: sign * draw.seconds(600, 20_000), drift: draw.integer(-200, 200) };
  return {
    point: 'nodes',
    tool: 'tcpdump',
    views: [
      { node: 'lb01', interface: where, ahead: 0, drift: 0 },
      { node: 'lb02', interface: where, ...wrong },
    ],
  };
}

export interface Node {
  name: string;
  software: 'keepalived' | 'frr' | 'none';
  interfaces: Interface[];
  instances: Instance[];
  syncGroup: boolean;
  scripts: Script[];
  globals: string[];
}

export interface Interface {
  name: string;
  segment: string;
  mac: string;
  address: string;
  prefixLength: number;
  /** Link-local; null: IPv6 is off. */
  linkLocal: string | null;
}

export interface Instance {
  name: string;
  interface: string;
  family: 'ipv4' | 'ipv6';
  version: 2 | 3;
  vrid: number;
  priority: number;
  /** Seconds. */
  interval: number;
  addresses: string[];
  state: 'MASTER' | 'BACKUP';
  password: string | null;
  /** Further lines of the vrrp_instance block. */
  lines: string[];
}

/** A track_script that fails while the lab wants it to. */
export interface Script {
  name: string;
  /** 0: failure is a FAULT. */
  weight: number;
}

export interface PairOptions {
  version?: 2 | 3;
  family?: 'ipv4' | 'ipv6';
  interval?: number;
  nodes?: number;
  equalPriorities?: boolean;
  addresses?: number;
  client?: boolean;
}

/** Two (or more) keepalived nodes on one bridge, the first with the highest priority, and a client that asks. */
export function pair(draw: Draw, options: PairOptions = {}): Cluster {
  const count = options.nodes ?? 2;
  const family = options.family ?? 'ipv4';
  const version = options.version ?? (family === 'ipv6' ? 3 : 2);
  const interval = options.interval ?? 1;
  const vrid = draw.integer(1, 255);
  const subnet = draw.pick('192.0.2', '198.51.100', `10.${draw.integer(0, 255)}.${draw.integer(0, 255)}`);
  const hosts = draw.distinct(count + 1, 2, 99);
  const priorities = draw.distinct(count, 50, 240, 15).reverse();
  const virtual = draw.distinct(options.addresses ?? draw.integer(1, 3), 100, 250);
  const addresses =
    family === 'ipv4'
      ? virtual.map((host) => `${subnet}.${host}`)
      : [`fe80::${vrid.toString(16)}:1`, ...virtual.map((host) => `2001:db8::${host.toString(16)}`)];
  const shared = options.equalPriorities ? priorities[0] : undefined;
  const nodes = Array.from({ length: count }, (_, index) => {
    const node = emptyNode(draw, `lb0${index + 1}`, `${subnet}.${hosts[index]}`, family === 'ipv6' ? index + 1 : null);
    node.software = 'keepalived';
    node.instances.push({
      name: `VI_${vrid}`,
      interface: 'eth0',
      family,
      version,
      vrid,
      priority: shared ?? priorities[index] ?? 100,
      interval,
      addresses,
      state: 'BACKUP',
      password: null,
      lines: [],
    });
    return node;
  });
  if (options.client ?? true) {
    nodes.push(emptyNode(draw, 'client', `${subnet}.${hosts[count]}`, family === 'ipv6' ? 99 : null));
  }
  return {
    segments: [{ name: 'lan', vlan: null }],
    nodes,
    capture: { point: 'bridge', tool: draw.pick('dumpcap', 'tcpdump', 'tcpdump-nano') },
  };
}

export function emptyNode(draw: Draw, name: string, address: string, linkLocalHost: number | null): Node {
  return {
    name,
    software: 'none',
    interfaces: [interfaceOn(draw, 'eth0', 'lan', address, linkLocalHost)],
    instances: [],
    syncGroup: false,
    scripts: [],
    globals: [],
  };
}

export function interfaceOn(
  draw: Draw,
  name: string,
  segment: string,
  address: string,
  linkLocalHost: number | null,
): Interface {
  const octet = () => draw.integer(0, 255).toString(16).padStart(2, '0');
  return {
    name,
    segment,
    mac: `52:54:00:${octet()}:${octet()}:${octet()}`,
    address,
    prefixLength: 24,
    linkLocal: linkLocalHost === null ? null : `fe80::5054:ff:fe00:${linkLocalHost.toString(16)}`,
  };
}

/** The keepalived or FRR nodes, highest priority first as `pair` made them. */
export function routers(cluster: Cluster): Node[] {
  return cluster.nodes.filter((node) => node.software !== 'none');
}

export function nodeNamed(cluster: Cluster, name: string): Node {
  const node = cluster.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
}

/** Source address of an instance's advertisements. */
export function routerAddress(node: Node, instance: Instance): string {
  const port = node.interfaces.find((candidate) => candidate.name === instance.interface);
  if (port === undefined) throw new Error(`no interface ${instance.interface} on ${node.name}`);
  if (instance.family === 'ipv4') return port.address;
  if (port.linkLocal === null) throw new Error(`IPv6 is off on ${node.name}`);
  return port.linkLocal;
}

/** Changes every instance of the named nodes (of all, without names). */
export function configure(
  cluster: Cluster,
  change: (instance: Instance, node: Node) => void,
  ...names: string[]
): void {
  for (const node of routers(cluster)) {
    if (names.length > 0 && !names.includes(node.name)) continue;
    for (const instance of node.instances) change(instance, node);
  }
}
