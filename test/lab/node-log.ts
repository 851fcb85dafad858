import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Cluster } from './cluster.ts';
import { Draw } from './draw.ts';
import { wrongTime } from './set-clock.ts';
import type { LogFacts } from './truth.ts';

/** The zones in which nodes write their console logs, as TZ names them, with hours east of UTC. */
const ZONES: [string, number][] = [
  ['UTC0', 0],
  ['CST-8', 8],
  ['IST-5:30', 5.5],
  ['EST5', -5],
];

/** How wrong the clocks of the nodes' logs are: those of views as their captures, the others as drawn. */
export function drawLogs({ nodes, capture }: Cluster, seed: number, scenario: string): LogFacts[] {
  const draw = new Draw(seed, `logs of ${scenario}`);
  return nodes
    .filter(({ software }) => software === 'keepalived')
    .map(({ name }) => {
      const [zone, hours] = ZONES[draw.integer(0, ZONES.length - 1)] ?? ['UTC0', 0];
      const view = capture.point === 'nodes' ? capture.views.find(({ node }) => node === name) : undefined;
      const ahead = draw.pick(0, draw.seconds(-40, 40), draw.seconds(-20_000, 20_000));
      return { node: name, zone, east: hours * 3600, ahead: view?.ahead ?? ahead, drift: view?.drift ?? 0 };
    });
}

/** What one node's keepalived writes: as its console shows it, in whole seconds, and as syslog stamps it, by a clock that is wrong. */
export class NodeLogFile {
  readonly #facts: LogFacts;
  readonly #console: string;
  readonly #syslog: string;
  readonly #since = Date.now() / 1000;

  constructor(facts: LogFacts, base: string) {
    this.#facts = facts;
    this.#console = `${base}.log`;
    this.#syslog = `${base}.syslog`;
  }

  /** For the console, whose times are local. */
  get environment(): { TZ: string } {
    return { TZ: this.#facts.zone };
  }

  follow(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => this.#line(line));
  }

  #line(line: string): void {
    const { node, ahead, drift } = this.#facts;
    const stamp = new Date(wrongTime(Date.now() / 1000, { ahead, drift, since: this.#since }) * 1000).toISOString();
    appendFileSync(this.#console, `${line}\n`);
    appendFileSync(
      this.#syslog,
      `${stamp.replace('Z', '+00:00')} ${node} Keepalived_vrrp[1]: ${line.replace(/^\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}: /, '')}\n`,
    );
  }
}
