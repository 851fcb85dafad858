import { Analysis } from '../../decoder/analyze.ts';
import type { Configuration } from '../../decoder/configuration/configuration.ts';
import type { ConfigurationFile } from '../../decoder/configuration/line-reader.ts';
import { readConfiguration } from '../../decoder/configuration/read-configuration.ts';
import type { Report } from '../../decoder/report.ts';
import { sourceOf } from './story.ts';

/** A configuration of one file; what it includes is looked up in `others` by name. */
export function configurationOf(name: string, text: string, others: Record<string, string> = {}): Configuration {
  const fileOf = (path: string, content: string): ConfigurationFile => ({ path, directory: '/conf', text: content });
  return readConfiguration(name, fileOf(`${name}.conf`, text), (pattern) => {
    const found = Object.hasOwn(others, pattern) ? others[pattern] : undefined;
    return found === undefined
      ? { files: [], problems: [`there is no file ${pattern}`] }
      : { files: [fileOf(pattern, found)], problems: [] };
  });
}

export interface InstanceParts {
  name?: string;
  interface?: string;
  vrid?: number;
  addresses?: readonly string[];
  /** Further lines of the instance. */
  lines?: readonly string[];
}

/** One vrrp_instance, as the routers of most stories run it: VRRPv2, VRID 51, 1 s, 192.0.2.100. */
export function instance(priority: number, parts: InstanceParts = {}): string {
  const { name = 'VI_1', vrid = 51, addresses = ['192.0.2.100/24'], lines = [] } = parts;
  return [
    `vrrp_instance ${name} {`,
    `    interface ${parts.interface ?? 'eth0'}`,
    `    virtual_router_id ${vrid}`,
    `    priority ${priority}`,
    ...lines.map((line) => `    ${line}`),
    '    virtual_ipaddress {',
    ...addresses.map((address) => `        ${address}`),
    '    }',
    '}',
    '',
  ].join('\n');
}

export interface ConfiguredOptions {
  language?: 'en' | 'zh';
  showPasswords?: boolean;
  names?: ReadonlyMap<string, string>;
}

/** The report of a capture and what nodes are configured to do, by their names. */
export async function reportWith(
  capture: Uint8Array,
  texts: Record<string, string>,
  { language = 'en', ...options }: ConfiguredOptions = {},
): Promise<Report> {
  const configurations = Object.entries(texts).map(([name, text]) => configurationOf(name, text));
  const analysis = new Analysis([sourceOf(capture)], { configurations, ...options });
  await analysis.run();
  return analysis.report(language);
}
