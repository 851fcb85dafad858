import type { AnalyzeOptions } from '../../../decoder/analyze.ts';
import type { CaptureSource } from '../../../decoder/capture/capture-source.ts';
import { configurationOf } from '../../support/configured.ts';
import { logOf } from '../../support/logged.ts';
import { viewsOf } from '../../support/places.ts';
import { sourceOf } from '../../support/story.ts';
import { CONFIGURED } from '../configuration/stories.ts';
import { LOGGED } from '../logs/stories.ts';
import { findingStories } from './finding-stories.ts';
import { viewStories } from './view-stories.ts';

export interface ToldStory {
  name: string;
  sources: CaptureSource[];
  options: AnalyzeOptions;
}

/** How things are called; as the stories call them if not given. */
export interface Naming {
  /** Of capture files. */
  path: (name: string) => string;
  /** Of nodes and views. */
  node: (name: string) => string;
  /** What configurations and logs say. */
  text: (text: string) => string;
}

const AS_TOLD: Naming = { path: (name) => name, node: (name) => name, text: (text) => text };

/** Every story that raises findings: of captures, of views, with configurations and with logs. */
export function everyStory({ path, node, text }: Naming = AS_TOLD): ToldStory[] {
  const named = (stories: Readonly<Record<string, string>>) =>
    Object.entries(stories).map(([name, said]) => [node(name), text(said)] as const);
  return [
    ...Object.entries(findingStories).map(([name, captures]) => ({
      name,
      sources: captures.map((bytes, index) => sourceOf(bytes, path(`story-${index + 1}.pcap`))),
      options: {},
    })),
    ...Object.entries(viewStories).map(([name, captures]) => {
      const renamed = Object.entries(captures).map(([place, bytes]) => [node(place), bytes]);
      const { sources, views } = viewsOf(Object.fromEntries(renamed));
      return { name, sources, options: { views } };
    }),
    ...Object.entries(CONFIGURED).map(([name, { capture, configurations }]) => ({
      name,
      sources: [sourceOf(capture, path('story.pcap'))],
      options: {
        configurations: named(configurations).map(([one, said]) => configurationOf(one, said)),
        showPasswords: false,
      },
    })),
    ...Object.entries(LOGGED).map(([name, { capture, logs }]) => ({
      name,
      sources: [sourceOf(capture, path('story.pcap'))],
      options: { logs: named(logs).map(([one, said]) => logOf(one, said)) },
    })),
  ];
}
