import { hostname, networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

export interface ListenAddress {
  /** A name or an address, IPv6 without brackets. */
  host: string;
  port: number;
}

export interface OwnAddresses {
  /** What the URL of the page starts with. */
  origin: string;
  /** What a Host header may say: anything else is a name that somebody made lead here (DNS rebinding). */
  hosts: ReadonlySet<string>;
  /** Whether other machines can connect. */
  exposed: boolean;
}

/** What a server can be called that listens on `bound`, having been asked to listen on `asked`. */
export function ownAddresses(asked: string, bound: ListenAddress): OwnAddresses {
  const address = ipaddr.process(bound.host);
  const exposed = address.range() !== 'loopback';
  const everywhere = address.range() === 'unspecified';
  const names = everywhere ? namesOfMachine() : [asked, bound.host, ...(exposed ? [] : ['localhost'])];
  const hosts = names.map((name) => hostOf(name, bound.port));
  return { origin: `http://${hosts[0]}`, hosts: new Set(hosts), exposed };
}

/** The address that others are most likely to reach comes first. */
function namesOfMachine(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const rank = ({ internal, family }: (typeof all)[number]) => (internal ? 2 : 0) + (family === 'IPv4' ? 0 : 1);
  const addresses = all.sort((a, b) => rank(a) - rank(b)).map(({ address }) => address);
  return [...addresses, hostname(), 'localhost'];
}

/** As browsers write it: without the port if that is the usual one. */
function hostOf(name: string, port: number): string {
  const host = (name.includes(':') ? `[${name}]` : name).toLowerCase();
  return port === 80 ? host : `${host}:${port}`;
}
