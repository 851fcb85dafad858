import { type Feed, FeedError, type LiveInput } from '../feed.ts';
import { LOCAL_TOOLS, type LocalTool } from '../live-contract.ts';
import { grantFor, type Obstacle } from './grant.ts';
import { interfaceFault } from './interface-fault.ts';
import { type CaptureProgram, captureProgram } from './local-tools.ts';
import { openToolFeed } from './tool-feed.ts';

/** An interface of this machine, through this program or the best one that can open it. */
export function localInput(interfaceName: string, via?: LocalTool): LiveInput {
  return new LocalInput(interfaceName, via === undefined ? LOCAL_TOOLS : [via]);
}

class LocalInput implements LiveInput {
  readonly name: string;
  readonly reopens = true;
  readonly #tools: readonly LocalTool[];
  #taken: LocalTool | undefined;

  constructor(interfaceName: string, tools: readonly LocalTool[]) {
    this.name = interfaceName;
    this.#tools = tools;
  }

  /** The one that opened it last; before that the one that is tried first. */
  get via(): LocalTool {
    return this.#taken ?? this.#tools[0] ?? 'dumpcap';
  }

  async open(): Promise<Feed> {
    const fault = interfaceFault(this.name);
    if (fault !== null) throw fault;
    const obstacles: Obstacle[] = [];
    for (const via of this.#tools) {
      const opened = await tryToOpen(via, this.name);
      if ('feed' in opened) {
        this.#taken = via;
        return opened.feed;
      }
      if (concernsInterface(opened.fault)) throw opened.fault;
      obstacles.push(opened);
    }
    throw gravest(obstacles, this.name);
  }
}

/** Its feed, or what stands in the way. */
export async function tryToOpen(via: LocalTool, interfaceName: string): Promise<{ feed: Feed } | Obstacle> {
  const program = captureProgram(via);
  if (program.path === null) return { via, program: null, fault: new FeedError('program-missing', program.reason) };
  try {
    return { feed: await openWith(program, interfaceName) };
  } catch (fault) {
    if (fault instanceof FeedError) return { via, program, fault };
    throw fault;
  }
}

async function openWith(program: CaptureProgram, interfaceName: string): Promise<Feed> {
  const { via, path, executable } = program;
  if (!executable) throw new FeedError('not-permitted', { code: 'may-not-run', path });
  if (via === 'dumpcap' && isAnotherToDumpcap(interfaceName)) {
    throw new FeedError('program-failed', { code: 'another-to-dumpcap', name: interfaceName });
  }
  return openToolFeed(program, interfaceName);
}

/** The number of an interface, or one of another host. */
function isAnotherToDumpcap(name: string): boolean {
  return /^\d+$|@/.test(name);
}

/** No other program will do better. */
function concernsInterface({ fault }: FeedError): boolean {
  return fault === 'no-such-interface' || fault === 'interface-lost';
}

/** The one fault to tell, with what helps. */
function gravest(obstacles: readonly Obstacle[], interfaceName: string): FeedError {
  const only = obstacles.length === 1 ? obstacles[0]?.fault : undefined;
  const failed = obstacles.find(({ fault }) => fault.fault === 'program-failed')?.fault;
  const forbidden = obstacles.some(({ fault }) => fault.fault === 'not-permitted');
  const advice = grantFor(obstacles) ?? { code: 'ask-interfaces', command: 'vrrpscope interfaces' };
  if (forbidden) {
    return new FeedError('not-permitted', only?.trouble ?? { code: 'not-permitted', name: interfaceName }, advice);
  }
  if (failed !== undefined) return failed;
  return new FeedError('program-missing', only?.trouble ?? { code: 'none-installed' }, advice);
}
