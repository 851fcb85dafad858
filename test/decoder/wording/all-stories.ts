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

export type StoryInput = [name: string, sources: CaptureSource[], options?: AnalyzeOptions];

/** Every story that raises findings, with what is given beside its captures. */
export const allStories: StoryInput[] = [
  ...Object.entries(findingStories).map(
    ([name, captures]): StoryInput => [
      name,
      captures.map((bytes, index) => sourceOf(bytes, `story-${index + 1}.pcap`)),
    ],
  ),
  ...Object.entries(viewStories).map(([name, captures]): StoryInput => {
    const { sources, views } = viewsOf(captures);
    return [name, sources, { views }];
  }),
  ...Object.entries(CONFIGURED).map(([name, story]): StoryInput => {
    const configurations = Object.entries(story.configurations).map(([node, text]) => configurationOf(node, text));
    return [name, [sourceOf(story.capture)], { configurations, showPasswords: false }];
  }),
  ...Object.entries(LOGGED).map(([name, story]): StoryInput => {
    return [
      name,
      [sourceOf(story.capture)],
      { logs: Object.entries(story.logs).map(([node, text]) => logOf(node, text)) },
    ];
  }),
];
