import { join } from 'node:path';
import { analyze } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import { captureFile } from '../../main/services/read-capture-file.ts';
import type { Truth } from './truth.ts';

/** The report of what a scenario recorded, with the captures of several nodes as views. */
export function readRecording(directory: string, { capture, virtualRouters }: Truth): Promise<Report> {
  const { views } = capture;
  if (!views) return analyze([captureFile(join(directory, capture.file))]);
  const speakers = virtualRouters.flatMap((virtualRouter) => virtualRouter.speakers);
  return analyze(
    views.map(({ node }) => captureFile(join(directory, `${node}.pcap`))),
    {
      views: views.map(({ node }, index) => ({ name: node, sources: [index] })),
      // What `any` shows is told by the packets' directions alone
      names: new Map(
        views.some((view) => view.interface === 'any') ? [] : speakers.map(({ router, node }) => [router, node]),
      ),
    },
  );
}
