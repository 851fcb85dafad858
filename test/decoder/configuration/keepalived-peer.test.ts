import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import type { Configuration, Instance } from '../../../decoder/configuration/configuration.ts';
import { readConfigurations } from '../../../main/services/read-configurations.ts';
import { type InstanceParts, instance, reportWith } from '../../support/configured.ts';
import { type KeepalivedReading, readWithKeepalived } from '../../support/keepalived-dump.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { seenAt } from '../../support/story.ts';
import { CONFIGURATIONS } from './configurations.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-conf-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A network namespace of its own needs root. */
const canCompare = hasPeer('keepalived') && process.getuid?.() === 0;

describe.skipIf(!canCompare)('a configuration is read as keepalived reads it', () => {
  const cases = Object.entries(CONFIGURATIONS).flatMap(([title, files]) => {
    const isConditional = Object.values(files).some((text) => text.includes('@'));
    return (isConditional ? ['lb01', 'lb02'] : ['lb01']).map((name) => ({ title, files, name }));
  });
  it.concurrent.for(cases)('$title, on $name', async ({ title, files, name }, { expect }) => {
    const place = mkdtempSync(join(folder, 'case-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text, { mode: 0o644 });
    }
    const theirs = await readWithKeepalived(place, 'keepalived.conf', name);
    const read = readConfigurations([{ name, path: join(place, 'keepalived.conf') }]);
    const [ours] = typeof read === 'string' ? [] : read;
    if (ours === undefined) throw new Error(`${title}: ${read}`);
    expect(ours.instances.map((instance) => instance.name)).toEqual([...theirs.instances.keys()]);
    expect(ours.instances.map(settingsOf)).toEqual([...theirs.instances.values()].map(theirSettings));
    expect(unknownIn(ours)).toEqual(unknownInLog(theirs));
    expect(undefinedIn(ours)).toEqual(undefinedInLog(theirs));
  });
});

describe.skipIf(!canCompare)('one VRID twice on an interface is told where keepalived refuses it', () => {
  const twice = (first: InstanceParts, second: InstanceParts) =>
    instance(100, { addresses: ['10.0.0.100'], ...first }) +
    instance(90, { name: 'VI_2', addresses: ['10.0.0.101'], ...second });
  const peer = (address: string) => ({ lines: ['unicast_peer {', address, '}'] });
  const variants: Record<string, string> = {
    'both in multicast': twice({}, {}),
    'other VRIDs': twice({}, { vrid: 52 }),
    'other interfaces': twice({}, { interface: 'eth1' }),
    'other families': twice({}, { addresses: ['fe80::1'] }),
    'other groups': twice({}, { lines: ['mcast_dst_ip 224.0.0.44'] }),
    'unicast and multicast': twice({}, peer('10.0.0.9')),
    'other peers': twice(peer('10.0.0.8'), peer('10.0.0.9')),
    'the same peer': twice(peer('10.0.0.9'), peer('10.0.0.9')),
  };
  it.concurrent.for(Object.entries(variants))('%s', async ([, text], { expect }) => {
    const place = mkdtempSync(join(folder, 'twice-'));
    writeFileSync(join(place, 'keepalived.conf'), text, { mode: 0o644 });
    const { log } = await readWithKeepalived(place, 'keepalived.conf', 'lb01');
    const isRefused = /both use VRID|duplicate VRID conflict/.test(log);
    const { findings } = await reportWith(seenAt(0), { lb01: text });
    expect(findings.some(({ title }) => /twice on eth/.test(title))).toBe(isRefused);
  });
});

function settingsOf(instance: Instance) {
  const { tracked } = instance;
  return {
    version: String(instance.version),
    state: instance.state,
    vrid: String(instance.vrid),
    priority: String(instance.priority),
    interval: instance.interval / 1e9,
    preempt: instance.nopreempt ? 'disabled' : 'enabled',
    isDelayed: instance.places.has('preempt_delay') && instance.clearedDelayAt === null,
    password: instance.authentication === 'none' ? null : instance.password,
    addresses: instance.addresses,
    peers: instance.peers,
    group: instance.group,
    interface: instance.interface,
    scripts: tracked.filter(({ kind }) => kind === 'track_script').map(weighted),
    interfaces: tracked.filter(({ kind }) => kind === 'track_interface').map(weighted),
  };
}

function weighted({ name, weight }: { name: string; weight: number }): string {
  return `${name} ${weight}`;
}

/** The same of keepalived's dump. */
function theirSettings(dump: Map<string, string[]>) {
  const one = (key: string) => dump.get(key)?.[0] ?? null;
  const multicast = [...dump.keys()].find((key) => key.startsWith('Multicast address '))?.split(/[ ,]/);
  const weights = (key: string) =>
    (dump.get(key) ?? []).map((line) => {
      const [, name, weight = '0'] = /^(\S+)(?:,? weight (-?\d+))?/.exec(line) ?? [];
      return `${name} ${weight}`;
    });
  return {
    version: one('VRRP Version'),
    state: one('Wantstate'),
    vrid: one('Virtual Router ID'),
    priority: one('Priority'),
    interval: secondsOf(one('Advert interval')),
    preempt: one('Preempt'),
    isDelayed: dump.has('Preempt delay'),
    password: one('Password'),
    addresses: (dump.get('Virtual IP') ?? []).map((line) => line.split(/[ /]/)[0]),
    peers: (dump.get('Unicast Peer') ?? []).map((line) => line.split(' ')[0]),
    group: multicast?.[2] ?? null,
    interface: one('Interface'),
    scripts: weights('Tracked scripts'),
    interfaces: weights('Tracked interfaces'),
  };
}

function secondsOf(text: string | null): number {
  const [, number, unit] = /^([\d.]+) ?(sec|milli-sec)/.exec(text ?? '') ?? [];
  return Number(number) / (unit === 'milli-sec' ? 1000 : 1);
}

function unknownIn({ unknown }: Configuration): string[] {
  return unknown.map(({ keyword, place }) => `${place.line} ${keyword}`);
}

function unknownInLog({ log }: KeepalivedReading): string[] {
  // A brace too many is told as such here
  const found = [...log.matchAll(/Line (\d+)\) Unknown keyword '([^'}]+)'/g)];
  return found.map(([, line, keyword]) => `${line} ${keyword}`);
}

function undefinedIn({ instances }: Configuration): string[] {
  return instances.flatMap(({ name, undefinedTracks }) => undefinedTracks.map((track) => `${name} ${track.name}`));
}

function undefinedInLog({ log }: KeepalivedReading): string[] {
  const found = [...log.matchAll(/\(([^()]*)\) track script (\S+) not found, ignoring/g)];
  return found.map(([, instance, script]) => `${instance} ${script}`);
}
