import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AnalyzeOptions, analyze } from '../../decoder/analyze.ts';
import type { NodeLog } from '../../decoder/logs/node-log.ts';
import type { Report } from '../../decoder/report.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';
import { readConfigurations } from '../../main/services/read-configurations.ts';
import { readLogs } from '../../main/services/read-logs.ts';
import type { Truth } from './truth.ts';

/** The report of what a scenario recorded, with the captures of several nodes as views. */
export function readRecording(
  directory: string,
  { capture, virtualRouters }: Truth,
  options: AnalyzeOptions = {},
): Promise<Report> {
  const { views } = capture;
  if (!views) {
    const files = capture.files ?? [capture.file];
    return analyze(
      files.map((file) => captureFile(join(directory, file))),
      options,
    );
  }
  const speakers = virtualRouters.flatMap((virtualRouter) => virtualRouter.speakers);
  return analyze(
    views.map(({ node }) => captureFile(join(directory, `${node}.pcap`))),
    {
      ...options,
      views: views.map(({ node }, index) => ({ name: node, sources: [index] })),
      // What `any` shows is told by the packets' directions alone
      names: new Map(
        views.some((view) => view.interface === 'any') ? [] : speakers.map(({ router, node }) => [router, node]),
      ),
    },
  );
}

/** The captures of several nodes read as one history, as if they were files of one place. */
export function readApart(directory: string, { capture: { views = [] } }: Truth): Promise<Report> {
  return analyze(views.map(({ node }) => captureFile(join(directory, `${node}.pcap`))));
}

/** What each node was configured to do, as it left the file, and what it logged. */
export interface NodeFiles {
  configurations: NonNullable<AnalyzeOptions['configurations']>;
  /** In whole seconds of local time. */
  consoles: NodeLog[];
  /** By a wrong clock. */
  syslogs: NodeLog[];
}

export async function readNodeFiles(directory: string, { logs = [], expects }: Truth): Promise<NodeFiles> {
  const named = (suffix: string) =>
    logs
      .map(({ node }) => ({ name: node, path: join(directory, `${node}.${suffix}`) }))
      .filter(({ name, path }) => (expects.filesOf?.includes(name) ?? true) && existsSync(path));
  return {
    configurations: read(readConfigurations(named('conf'))),
    consoles: read(await readLogs(named('log'))),
    syslogs: read(await readLogs(named('syslog'))),
  };
}

function read<Content>(content: Content[] | string): Content[] {
  if (typeof content === 'string') throw new Error(content);
  return content;
}
