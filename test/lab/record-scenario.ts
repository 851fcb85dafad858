import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AddressWatch } from './address-watch.ts';
import { CaptureProcess } from './capture-process.ts';
import { type Cluster, routerAddress, routers } from './cluster.ts';
import { Draw } from './draw.ts';
import { Namespaces, run } from './namespaces.ts';
import { drawLogs } from './node-log.ts';
import type { Scenario } from './scenario.ts';
import { Stage } from './stage.ts';
import type { Speaker, Truth, TruthVirtualRouter } from './truth.ts';

/** Who captures besides the recording, from before it begins until after it has ended. */
export interface Companion {
  open(): Promise<void>;
  close(): Promise<void>;
}

type MakeCompanion = (cluster: Cluster, namespaces: Namespaces, directory: string) => Companion;

/** Plays a scenario and writes capture, truth and logs into `directory`. */
export async function recordScenario(
  scenario: Scenario,
  seed: number,
  directory: string,
  tag: string,
  signal: AbortSignal,
  makeCompanion?: MakeCompanion,
): Promise<Truth> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const draw = new Draw(seed, scenario.name);
  const cluster = scenario.cluster(draw);
  const namespaces = new Namespaces(tag, cluster);
  const logs = drawLogs(cluster, seed, scenario.name);
  const stage = new Stage(cluster, draw, namespaces, directory, logs, signal);
  const capture = new CaptureProcess(cluster, namespaces, directory);
  stage.capture = capture;
  const companion = makeCompanion?.(cluster, namespaces, directory);
  let watch: AddressWatch | null = null;
  const removeNow = () => namespaces.removeNow();
  process.once('exit', removeNow);
  try {
    await namespaces.create();
    watch = new AddressWatch(stage, namespaces);
    const settledFirst = scenario.captureFrom === 'settled' || (scenario.captureFrom === 'either' && draw.chance(0.5));
    if (settledFirst) {
      await stage.settle();
      await scenario.before?.(stage);
    }
    await companion?.open();
    await capture.open();
    if (settledFirst) await stage.intervals(3);
    else if (scenario.captureFrom === 'either') await stage.settle();
    await scenario.play(stage);
    const [file] = await Promise.all([capture.close(), companion?.close()]);
    const expected = scenario.expects(cluster);
    const truth: Truth = {
      schema: 'vrrpscope.truth/1',
      scenario: scenario.name,
      shows: scenario.shows,
      seed,
      tools: await toolVersions(),
      capture: {
        file,
        point: capture.point,
        tool: cluster.capture.tool,
        dropped: capture.dropped,
        start: capture.start,
        end: capture.end,
        ...(cluster.capture.point === 'bridge' && capture.files.length > 1 ? { files: capture.files } : {}),
        ...(cluster.capture.point === 'nodes' ? { views: cluster.capture.views } : {}),
      },
      virtualRouters: virtualRouters(cluster),
      states: stage.states.filter((change) => change.time <= capture.end),
      faults: stage.faults,
      holders: watch.changes.filter((change) => change.time <= capture.end),
      logs,
      expects: {
        never: scenario.nearMissOf ?? [],
        allowed: [],
        deaf: [],
        provablyDeaf: [],
        reason: null,
        nearFailovers: [],
        deliveries: [],
        leaks: false,
        findingsWithFiles: scenario.provesWithFiles ?? [],
        findingsApart: scenario.provesApart ?? [],
        injected: [],
        filesOf: null,
        findingsFalsified: scenario.provesFalsified ?? [],
        ...expected,
        findings: [...(scenario.proves ?? []), ...(expected.findings ?? [])],
      },
    };
    writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
    return truth;
  } finally {
    stage.close();
    watch?.close();
    await namespaces.remove();
    process.removeListener('exit', removeNow);
  }
}

async function toolVersions(): Promise<Record<string, string>> {
  const version = async (...command: [string, ...string[]]) =>
    /\d+\.\d+(\.\d+)*/.exec(await run('sh', '-c', `${command.join(' ')} 2>&1 || true`))?.[0] ?? 'unknown';
  return {
    keepalived: await version('keepalived', '--version'),
    frr: await version('/usr/lib/frr/vrrpd', '--version'),
    tcpdump: await version('tcpdump', '--version'),
    dumpcap: await version('dumpcap', '--version'),
    linux: await version('uname', '-r'),
  };
}

function virtualRouters(cluster: Cluster): TruthVirtualRouter[] {
  const found: TruthVirtualRouter[] = [];
  for (const node of routers(cluster)) {
    for (const instance of node.instances) {
      const port = node.interfaces.find((candidate) => candidate.name === instance.interface);
      const vlan = cluster.segments.find((segment) => segment.name === port?.segment)?.vlan ?? null;
      const speaker: Speaker = {
        node: node.name,
        instance: instance.name,
        interface: instance.interface,
        software: node.software === 'frr' ? 'frr' : 'keepalived',
        router: routerAddress(node, instance),
        mac: port?.mac ?? '',
        version: instance.version,
        interval: instance.interval,
        priority: instance.priority,
        addresses: instance.addresses,
      };
      const vlans = vlan === null ? [] : [vlan];
      const same = found.find(
        (candidate) =>
          candidate.family === instance.family &&
          candidate.vrid === instance.vrid &&
          candidate.vlans.join() === vlans.join() &&
          candidate.addresses.some((address) => instance.addresses.includes(address)),
      );
      if (same === undefined) {
        found.push({
          family: instance.family,
          vrid: instance.vrid,
          vlans,
          addresses: [...instance.addresses],
          speakers: [speaker],
        });
      } else {
        same.speakers.push(speaker);
        same.addresses = [...new Set([...same.addresses, ...instance.addresses])];
      }
    }
  }
  return found;
}
