import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Report } from '../decoder/report.ts';
import { liveCommand } from '../main/commands/live.ts';
import { LiveMetrics } from '../main/live/metrics/metrics.ts';
import { listening, samples } from './main/live/metrics/metrics-text.ts';
import { hasPeer } from './support/peer-programs.ts';
import { finding, splitBrainReport, TOOL } from './support/report-builders.ts';
import { pair, type Story } from './support/story.ts';

const FLEET = join(import.meta.dirname, '..', 'samples', 'fleet');
const SCRAPE_SECONDS = 15;

interface Target {
  expr: string;
}

interface Panel {
  id: number;
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: Target[];
}

interface Variable {
  name: string;
  definition?: string;
}

const dashboard: { panels: Panel[]; templating: { list: Variable[] } } = JSON.parse(read('grafana-dashboard.json'));
const dashboardExpressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

function read(file: string): string {
  return readFileSync(join(FLEET, file), 'utf8');
}

function run(program: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: FLEET, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

function temporaryFile(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-fleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** Everything that a watcher can serve, name and labels, with the words that Prometheus adds. */
async function served(): Promise<{ names: Set<string>; labels: Set<string> }> {
  const metrics = new LiveMetrics(TOOL);
  const open = finding('split-brain', 'critical', { virtualRouter: '51-10.0.0.3', end: null });
  metrics.update({ ...splitBrainReport(), findings: [open] }, listening({ dropped: 0 }));
  const series = Object.keys(samples(await metrics.text()));
  const labels = series.flatMap((one) => [...one.matchAll(/[{,](\w+)="/g)].map(([, label = '']) => label));
  return {
    names: new Set([...series.map((one) => one.split('{', 1)[0] ?? ''), 'up']),
    labels: new Set([...labels, 'job', 'instance']),
  };
}

/** Names of metrics in a text of expressions. */
function metricNames(text: string): string[] {
  return text.match(/\b(?:vrrpscope|process)_[a-z_]+[a-z](?![a-z-]*\.(?:json|yml))/g) ?? [];
}

/** Labels that are matched, grouped by or joined on. */
function labelNames(text: string): string[] {
  const matched = [...text.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label);
  const listed = [...text.matchAll(/\b(?:by|on|without|group_left)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
  const templated = [...text.matchAll(/\$labels\.(\w+)|\{\{(\w+)\}\}/g)].map(([, one, other]) => one ?? other ?? '');
  return [...matched, ...listed, ...templated].filter((label) => label !== '');
}

/** As one watcher would serve them every 15 seconds, in promtool's notation. */
async function scrapes(seconds: number, tell: (until: number) => Story): Promise<{ series: string; values: string }[]> {
  const metrics = new LiveMetrics(TOOL);
  const values = new Map<string, string[]>();
  let count = 0;
  for (let now = SCRAPE_SECONDS; now <= seconds; now += SCRAPE_SECONDS, count++) {
    const report: Report = await tell(now).other(now).report();
    metrics.update(report, listening({ now: report.end }));
    for (const [series, value] of Object.entries(samples(await metrics.text(), 'vrrpscope_'))) {
      const name = series.replace(/(\{|$)/, (brace) => `{job="vrrpscope",instance="w"${brace ? ',' : '}'}`);
      const known = values.get(name) ?? Array.from({ length: count }, () => '_');
      values.set(name, [...known, String(value)]);
    }
    for (const known of values.values()) if (known.length <= count) known.push('stale');
  }
  return [...values].map(([series, all]) => ({ series, values: all.join(' ') }));
}

/** Which alerts fire at the moments, by Prometheus' own judgement; checked by promtool. */
function expectFiring(input: { series: string; values: string }[], expected: Record<number, string[]>): void {
  const alerts = Object.entries(expected).map(([seconds, names]) => ({
    expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
    eval_time: `${seconds}s`,
    exp_samples: names.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
  }));
  const tests = [{ interval: `${SCRAPE_SECONDS}s`, input_series: input, promql_expr_test: alerts }];
  const file = { rule_files: [join(FLEET, 'vrrp-alerts.yml')], evaluation_interval: `${SCRAPE_SECONDS}s`, tests };
  expect(run('promtool', 'test', 'rules', temporaryFile('tests.yml', JSON.stringify(file)))).toMatchObject({
    status: 0,
  });
}

describe('names in samples/fleet', () => {
  it.each([
    ['the alerts', read('vrrp-alerts.yml')],
    ['the tests of the alerts', read('vrrp-alerts.test.yml')],
    ['the dashboard', JSON.stringify(dashboard)],
    ['the README', read('README.md')],
  ])('of metrics in %s are those that are served', async (_where, text) => {
    const { names } = await served();
    const used = metricNames(text);
    expect(used.length).toBeGreaterThan(2);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });

  it('of labels in the alerts and the dashboard are those that are served', async () => {
    const { labels } = await served();
    const legends = JSON.stringify(dashboard).replaceAll('\\"', '"');
    for (const text of [read('vrrp-alerts.yml'), legends]) {
      const used = labelNames(text);
      expect(used.length).toBeGreaterThan(20);
      expect(used.filter((label) => !labels.has(label))).toEqual([]);
    }
  });

  it('of options in the systemd unit are those of the live command', () => {
    const [, line = ''] = /^ExecStart=vrrpscope live (.*)$/m.exec(read('vrrpscope-live@.service')) ?? [];
    const words = line
      .replaceAll('%i', 'eth0')
      .replaceAll('%S', '/var/lib')
      .replace(/\$\{VRRPSCOPE_METRICS\}/, '[::1]:9112');
    let place = '';
    const command = liveCommand().exitOverride();
    command.action((given: string) => {
      place = given;
    });
    command.parse(words.split(' '), { from: 'user' });
    expect(place).toBe('eth0');
    expect(command.opts()).toMatchObject({
      via: 'tcpdump',
      ndjson: true,
      metrics: { host: '::1', port: 9112 },
      write: '/var/lib/vrrpscope/eth0/vrrp.pcapng',
      rotate: { rotateBytes: 100e6, rotateSeconds: 86_400 },
      keep: 30,
    });
  });
});

describe('the dashboard', () => {
  it('has panels with ids of their own that do not lie on each other', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}/${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  it('asks something in each panel, and uses no variable that it lacks', () => {
    for (const { type, title, targets = [] } of dashboard.panels) {
      if (type !== 'row') expect(targets.length, title).toBeGreaterThan(0);
    }
    const known = new Set([
      ...dashboard.templating.list.map(({ name }) => name),
      '__rate_interval',
      '__range',
      '__all',
    ]);
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it.runIf(hasPeer('promtool'))('asks what Prometheus understands', () => {
    const rules = dashboardExpressions.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll(/\$__\w+/g, '5m').replaceAll(/\$\w+/g, 'x'),
    }));
    expect(rules.length).toBeGreaterThan(20);
    const file = temporaryFile('dashboard.yml', JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    expect(run('promtool', 'check', 'rules', file)).toMatchObject({ status: 0 });
  });
});

describe('the alerts', () => {
  it('have each a test in which they fire, and one in which they do not', () => {
    const tests = read('vrrp-alerts.test.yml');
    for (const [, alert = ''] of read('vrrp-alerts.yml').matchAll(/- alert: (\w+)/g)) {
      expect(tests, `${alert} fires`).toMatch(
        new RegExp(`alertname: ${alert}\\n\\s+eval_time: .*\\n\\s+exp_alerts:\\n`),
      );
      expect(tests, `${alert} does not fire`).toMatch(new RegExp(`alertname: ${alert},.*exp_alerts: \\[\\] }`));
    }
  });
});

describe.runIf(hasPeer('promtool'))('promtool', () => {
  it('accepts the alerts and the configuration', () => {
    expect(run('promtool', 'check', 'rules', 'vrrp-alerts.yml')).toMatchObject({ status: 0 });
    expect(run('promtool', 'check', 'config', 'prometheus.yml')).toMatchObject({ status: 0 });
  });

  it('finds that the alerts fire when they should', () => {
    expect(run('promtool', 'test', 'rules', 'vrrp-alerts.test.yml')).toMatchObject({ status: 0 });
  });

  it('finds that a split brain raises its alerts, scrape by scrape', async () => {
    const input = await scrapes(420, (until) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, until);
      b.advertiseFrom(60.5, Math.min(until, 180.5));
      return story;
    });
    expectFiring(input, {
      45: [],
      120: ['VrrpTwoMasters'],
      165: ['VrrpTwoMasters'],
      240: ['VrrpHadTwoMasters'],
      390: ['VrrpHadTwoMasters'],
    });
  }, 30_000);

  it('finds that the death of all masters raises its alerts, scrape by scrape', async () => {
    const input = await scrapes(300, (until) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, Math.min(until, 60));
      if (until > 150) b.advertiseFrom(150.5, until);
      return story;
    });
    expectFiring(input, {
      45: [],
      105: ['VrrpNoMaster'],
      240: ['VrrpFailover', 'VrrpHadNoMaster'],
    });
  }, 30_000);

  it('finds that a planned handover raises none', async () => {
    const input = await scrapes(300, (until) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, Math.min(until, 60));
      if (until > 61) a.resign(60.4);
      if (until > 62) b.advertiseFrom(61.2, until).announce(61.201);
      return story;
    });
    expectFiring(input, { 45: [], 75: [], 120: [], 285: [] });
  }, 30_000);
});

describe.runIf(hasPeer('systemd-analyze'))('systemd', () => {
  it('accepts the unit', () => {
    // Checked as if vrrpscope were installed.
    const unit = read('vrrpscope-live@.service').replace('ExecStart=vrrpscope', 'ExecStart=/bin/sh');
    const file = temporaryFile('vrrpscope-live@eth0.service', unit);
    expect(run('systemd-analyze', 'verify', '--man=no', file)).toEqual({ status: 0, said: '' });
  });

  it('finds the unit well locked', () => {
    const file = temporaryFile('vrrpscope-live@eth0.service', read('vrrpscope-live@.service'));
    const { said } = run('systemd-analyze', 'security', '--offline=true', '--no-pager', file);
    const [, exposure = '10'] = /Overall exposure level for \S+: ([\d.]+)/.exec(said) ?? [];
    expect(Number(exposure)).toBeLessThan(2);
  });
});

const hasYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0;

describe.runIf(hasYaml)('YAML', () => {
  it.each(['vector.yaml', 'prometheus.yml', 'vrrp-alerts.yml'])('%s can be read', (file) => {
    expect(run('python3', '-c', 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))', file)).toEqual({
      status: 0,
      said: '',
    });
  });
});
