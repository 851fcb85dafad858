import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import type { Abilities, CaptureStatus, Settings } from '../../../main/host-contract.ts';
import type { ListeningPlaces } from '../../../main/live/live-contract.ts';
import { App } from '../../../renderer/app.tsx';
import { pcap } from '../../support/capture-builders.ts';
import { SampleHost } from './sample-host.ts';

/** What a test asks for, in the fragment of the page's address. */
export interface WindowSetup {
  samples: string[];
  settings?: Partial<Settings>;
  abilities?: Partial<Abilities>;
  places?: ListeningPlaces;
  status?: Partial<CaptureStatus>;
  /** Shows so many copies of the first virtual router, with other VRIDs. */
  copies?: number;
}

declare global {
  interface Window {
    sampleHost: SampleHost;
  }
}

const setup: WindowSetup = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const files = await Promise.all(setup.samples.map(async (name) => ({ name, bytes: await bytesOf(name) })));
const { settings = {}, abilities = {}, status = {}, copies = 0, places = { interfaces: [], tools: [] } } = setup;
const change = (report: Report) => (copies === 0 ? report : withCopies(report, copies));
window.sampleHost = new SampleHost({ files, settings, abilities, places, status, change });
const root = document.getElementById('window');
if (root) createRoot(root).render(createElement(App, { host: window.sampleHost }));

/** A sample, or a capture that no sample shows. */
async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (name === 'nothing') return Uint8Array.from(pcap({ records: [] }));
  if (name === 'other-traffic')
    return Uint8Array.from(pcap({ records: [{ data: Uint8Array.of(...Array(60).keys()) }] }));
  const answer = await fetch(`/samples/${name}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function withCopies(report: Report, count: number): Report {
  const [first] = report.virtualRouters;
  if (!first) return report;
  const quiet = { splitBrains: [], noMaster: [], nearFailovers: [], lost: [], announcements: [], ownership: [] };
  const copies = Array.from({ length: count }, (_, index): VirtualRouter => {
    const vlans = [100 + Math.floor(index / 200)];
    const addresses = [`10.${Math.floor(index / 200)}.${index % 200}.1`];
    const reigns = first.reigns.slice(0, 1);
    const transitions = first.transitions.slice(0, 1);
    return { ...first, ...quiet, reigns, transitions, id: `copy ${index}`, vrid: (index % 254) + 1, vlans, addresses };
  });
  return { ...report, virtualRouters: [...report.virtualRouters, ...copies] };
}
